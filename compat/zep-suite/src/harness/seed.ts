import { Agent, request } from 'node:http';
import pMap from 'p-map';

/**
 * Posts each body to the path, some at a time, and fails unless every one is created. Thousands of rows have to be there
 * before a walk; by `fetch`, which the clients use, making them would take three times as long as walking them.
 */
export async function seed(url: string, path: string, bodies: readonly object[]): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  try {
    await pMap(bodies, (body) => post(new URL(path, url), JSON.stringify(body), agent), { concurrency: 16 });
  } finally {
    agent.destroy();
  }
}

function post(url: URL, body: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', agent }, (response) => {
      response.resume();
      response.once('end', () =>
        response.statusCode === 201 ? resolve() : reject(new Error(`${url} ${body}: ${response.statusCode}`)),
      );
      response.once('error', reject);
    });
    call.once('error', reject);
    call.end(body);
  });
}
