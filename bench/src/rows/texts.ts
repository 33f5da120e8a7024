// What the benchmark writes: of the size of a chat's messages, about 100 and 400 characters.

const question =
  'Where is my parcel? I ordered two pairs of shoes last week and the tracking page has not changed since.';

const answer =
  'I am sorry that the parcel keeps you waiting. I looked it up: it left the warehouse on Monday and reached the ' +
  'sorting centre “Nord” on Tuesday morning, where it missed a van. It is on the next one, so it should be with you ' +
  'tomorrow between nine and noon. If nobody is at home, the driver leaves it with the neighbour that you named in ' +
  'your account. Shall I send you a message as soon as it is out for delivery?';

export const sessionMetadata = {
  channel: 'web',
  locale: 'en-GB',
  topic: 'delivery',
  tags: ['parcel', 'returning'],
  app: { name: 'help-desk', version: '4.2.0' },
};

/** `number` in twelve digits makes the uuid of a message. */
export function messageUuid(number: number): string {
  return `01936b2e-7c1a-7d54-9c1f-${String(number).padStart(12, '0')}`;
}

export interface WireMessage {
  readonly uuid: string;
  readonly role: string;
  readonly content: string;
}

/** A question and its answer, in turn. */
export function wireMessages(firstNumber: number, count: number): WireMessage[] {
  return Array.from({ length: count }, (_, index) => ({
    uuid: messageUuid(firstNumber + index),
    role: index % 2 === 0 ? 'user' : 'assistant',
    content: index % 2 === 0 ? question : answer,
  }));
}
