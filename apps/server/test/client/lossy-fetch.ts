/** `fetch` that lets the server do its work and then loses its first answers. */
export function createLossyFetch(lostCount: number): typeof fetch {
  let left = lostCount;
  return async (input, init) => {
    const response = await fetch(input, init);
    if (left === 0) return response;
    left -= 1;
    await response.text();
    throw new TypeError('the answer was lost');
  };
}
