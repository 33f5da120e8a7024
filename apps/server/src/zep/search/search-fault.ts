import { RequestFault } from '../../http/request-fault.js';

export function searchFault(message: string): RequestFault {
  return new RequestFault('invalid_request', message);
}

/** A piece of what the caller sent, short enough for an error message. */
export function excerpt(text: string): string {
  const characters = [...text.slice(0, 80)];
  return JSON.stringify(characters.length > 40 ? `${characters.slice(0, 40).join('')}…` : text);
}
