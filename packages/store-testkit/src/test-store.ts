import { afterAll, beforeAll, describe } from 'vitest';
import { type Handles, useHandles } from './harness/handles.js';
import type { StoreModule, StoreUnderTest } from './store-under-test.js';
import { commitTopic } from './topics/commit.js';
import { crashTopic } from './topics/crash.js';
import { domainMessagesTopic } from './topics/domain-messages.js';
import { domainRemovalTopic } from './topics/domain-removal.js';
import { domainSessionsTopic } from './topics/domain-sessions.js';
import { domainWalksTopic } from './topics/domain-walks.js';
import { dueTopic } from './topics/due.js';
import { erasureTopic } from './topics/erasure.js';
import { hostileIdsTopic } from './topics/hostile-ids.js';
import { isolationTopic } from './topics/isolation.js';
import { jsonTopic } from './topics/json.js';
import { lifecycleTopic } from './topics/lifecycle.js';
import { listsTopic } from './topics/lists.js';
import { purgeTopic } from './topics/purge.js';
import { racesTopic } from './topics/races.js';
import { readTopic } from './topics/read.js';
import { trimTopic } from './topics/trim.js';
import { usersTopic } from './topics/users.js';
import { createRunner, type Runner } from './worker/runner.js';
import { startWorkerProcess, type WorkerProcess } from './worker/worker-process.js';

const topics: Readonly<Record<string, (handles: Handles) => void>> = {
  commit: commitTopic,
  read: readTopic,
  lists: listsTopic,
  purge: purgeTopic,
  trim: trimTopic,
  due: dueTopic,
  users: usersTopic,
  erasure: erasureTopic,
  isolation: isolationTopic,
  json: jsonTopic,
  'hostile ids': hostileIdsTopic,
  lifecycle: lifecycleTopic,
  messages: domainMessagesTopic,
  sessions: domainSessionsTopic,
  removal: domainRemovalTopic,
  walks: domainWalksTopic,
  'races of two handles': (handles) => racesTopic(handles, useLocalRunners(handles)),
};

/**
 * Registers the tests that decide whether a store keeps the promises of `@scrollback/store`, and with it those of Scrollback.
 *
 * Call it in a vitest file. Every topic uses two handles in turn; where the data live outside the process, two processes too.
 */
export function testStore({ name, open, sharedBetweenProcesses }: StoreUnderTest): void {
  describe(name, { timeout: 60_000 }, () => {
    for (const [topic, register] of Object.entries(topics)) {
      describe(topic, () => register(useHandles(open)));
    }
    if (sharedBetweenProcesses === false) return;
    describe('races of two processes', () => {
      racesTopic(useHandles(open), useWorkerProcesses(sharedBetweenProcesses));
    });
    describe('crash', () => {
      crashTopic(useHandles(open), () => startWorkerProcess(sharedBetweenProcesses));
    });
  });
}

function useLocalRunners(handles: Handles): () => readonly [Runner, Runner] {
  let runners: readonly [Runner, Runner] | undefined;
  return () => {
    runners ??= [createRunner(handles.first), createRunner(handles.second)];
    return runners;
  };
}

function useWorkerProcesses(module: StoreModule): () => readonly [Runner, Runner] {
  const workers: WorkerProcess[] = [];
  beforeAll(async () => {
    for (let count = 0; count < 2; count++) workers.push(await startWorkerProcess(module));
  }, 60_000);
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
  }, 60_000);
  return () => {
    const [first, second] = workers;
    if (first === undefined || second === undefined) throw new Error('The worker processes have not been started.');
    return [first, second];
  };
}
