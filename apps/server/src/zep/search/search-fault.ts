import { RequestFault } from '../../http/request-fault.js';

export function searchFault(message: string): RequestFault {
  return new RequestFault('invalid_request', message);
}

/** A piece of what the caller sent, short enough for an error message. */
export function excerpt(text: string): string {
  const short = [...text.slice(0, 80)].slice(0, 40).join('');
  return JSON.stringify(short === text ? text : `${short}…`);
}
