import type { ListOrder, SessionState } from '@scrollback/store';

// What tells one list from another: cursors carry it, and are refused by every other list.

export function nameSessionList(list: {
  readonly order: ListOrder;
  readonly state: SessionState;
  readonly userId: string | undefined;
}): string {
  const { order, state, userId } = list;
  return userId === undefined ? `sessions ${order} ${state}` : `sessions ${order} ${state} ${userId}`;
}

export function nameMessageList(order: ListOrder, sessionId: string): string {
  return `messages ${order} ${sessionId}`;
}

export function nameUserList(order: ListOrder): string {
  return `users ${order}`;
}
