/**
 * What tests/numerics/replicaGroup.test.ts asserts, measured in a process of its own, because a driver can end it: sessions
 * of a group beside sessions by themselves on the processor. Prints one JSON object.
 */
import { GpuSession } from '@/lib/engine/webgpuSession';
import { endId } from '@/lib/model/config';
import { ReplicaGroup } from '@/lib/model/replicaGroup';
import {
  createModelSession,
  type ModelSession,
  type ModelSessionOptions,
  type TrainingState,
} from '@/lib/model/session';
import { batchOf, largestDifference, model, optimizer } from './smallModel';

const engine = 'onnx-webgpu';

/** Another order of tokens for each member, one shape for all at each step. */
const batchOfStep = (step: number, member: number) =>
  step % 2 === 0 ? batchOf(4, 4, undefined, member) : batchOf(2, 3, member === 1 ? undefined : 8, member);

interface Script {
  readonly seed: number;
  readonly dropout: number;
  readonly learningRate: number;
  /** It goes on from a state that was reached with so many steps by itself. */
  readonly from: number;
  readonly to: number;
  /** After these steps it evaluates and translates. */
  readonly looks: readonly number[];
  /** Whether its sources have END, and so one token more. */
  readonly sourceEnd?: boolean;
  /** At this step its learning rate is not finite. */
  readonly breaksAt?: number;
}

const scripts: readonly Script[] = [
  { seed: 5, dropout: 0.1, learningRate: 1e-2, from: 0, to: 8, looks: [4, 8], sourceEnd: true },
  { seed: 6, dropout: 0, learningRate: 3e-3, from: 2, to: 8, looks: [4, 6, 8] },
  // It stops before the others.
  { seed: 7, dropout: 0.3, learningRate: 1e-2, from: 0, to: 5, looks: [4, 5], sourceEnd: true },
  { seed: 8, dropout: 0.1, learningRate: 1e-2, from: 0, to: 8, looks: [2], breaksAt: 3 },
];

/** Six of up to seven tokens: more than the fewest rows that are decoded, so that some of them are dropped on the way. */
function sourcesOf({ sourceEnd }: Script): Int32Array[] {
  const sources = [[4, 9, 5], [7], [4, 5, 6, 7, 8, 9], [6, 6], [8, 4], [9, 8, 7, 6, 5, 4, 10]];
  return sources.map((ids) => Int32Array.from(sourceEnd ? [...ids, endId] : ids));
}

interface Look {
  loss: number;
  tokens: number[][];
}

interface Outcome {
  losses: number[];
  /** Translations are greedy, but for the last look's, of the parameters that it began with, put back: by beams. */
  looks: Look[];
  state: TrainingState;
  best: TrainingState;
  error: string | null;
}

function optionsOf({ seed, dropout }: Script): ModelSessionOptions {
  return { model: { ...model, dropout }, optimizer, seed, threads: 1 };
}

async function follow(session: ModelSession, script: Script, member: number): Promise<Outcome> {
  const { from, to, learningRate, looks, breaksAt } = script;
  const outcome: Pick<Outcome, 'losses' | 'looks' | 'error'> = { losses: [], looks: [], error: null };
  const early = await session.readParameters();
  try {
    for (let step = from + 1; step <= to; step += 1) {
      const rate = step === breaksAt ? Number.NaN : learningRate;
      await session.queueStep(batchOfStep(step, member), step, rate);
      if (step % 2 === 0) for (const { loss } of await session.settle()) outcome.losses.push(loss);
      if (looks.includes(step)) outcome.looks.push(await look(session, script, member));
    }
  } catch (error) {
    outcome.error = String(error);
  }
  const state = await session.exportState();
  await session.writeParameters(early);
  outcome.looks.push(await look(session, script, member, 2));
  return { ...outcome, state, best: await session.exportState() };
}

async function look(session: ModelSession, script: Script, member: number, width = 1): Promise<Look> {
  const { lossSum, targetTokens } = await session.evaluate(batchOf(3, 4, undefined, member));
  const tokens = await session.beamDecode(sourcesOf(script), { width, maxNewTokens: 8 });
  return { loss: lossSum / targetTokens, tokens };
}

async function alone(script: Script, member: number): Promise<{ outcome: Outcome; start: TrainingState }> {
  const session = await createModelSession(optionsOf(script));
  for (let step = 1; step <= script.from; step += 1) {
    await session.trainStep(batchOfStep(step, member), step, script.learningRate);
  }
  const start = await session.exportState();
  const outcome = await follow(session, script, member);
  await session.dispose();
  return { outcome, start };
}

async function together(members: readonly { script: Script; start: TrainingState; member: number }[]) {
  const group = new ReplicaGroup(members.length, { engine, threads: 1, stepsInFlight: 3 });
  return Promise.all(
    members.map(async ({ script, start, member }, place) => {
      const session = await group.session(place, { ...optionsOf(script), engine });
      if (script.from > 0) await session.importState(start);
      const outcome = await follow(session, script, member);
      group.leave(place);
      await session.dispose();
      return { ...outcome, replicas: session.replicas };
    }),
  );
}

async function compared() {
  const expected: Awaited<ReturnType<typeof alone>>[] = [];
  for (const [member, script] of scripts.entries()) expected.push(await alone(script, member));
  const members = scripts.map((script, member) => ({
    script,
    member,
    start: expected[member]?.start ?? { step: 0, tensors: {} },
  }));
  const actual = await together(members);
  return expected.flatMap(({ outcome }, member) => {
    const other = actual[member];
    if (other === undefined) return [];
    const { losses, looks, error, replicas } = other;
    return {
      expected: { losses: outcome.losses, looks: outcome.looks, error: outcome.error },
      actual: { losses, looks, error, replicas },
      updates: [outcome.state.step, other.state.step],
      difference: largestDifference(outcome.state, other.state),
      bestDifference: largestDifference(outcome.best, other.best),
    };
  });
}

/** The same members in groups of two and of three. */
async function sizes() {
  const members = scripts.slice(0, 3).map((script, member) => ({
    script: { ...script, from: 0, to: 4, looks: [4] },
    start: { step: 0, tensors: {} },
    member,
  }));
  const [three, two, again] = [
    await together(members),
    await together(members.slice(0, 2)),
    await together(members),
  ];
  const differences = (others: typeof three) =>
    others.map(({ state }, place) => largestDifference(three[place]?.state ?? state, state));
  return {
    ofTwo: differences(two),
    again: differences(again),
    looks: [three, again].map((outcomes) => outcomes.map(({ looks }) => looks)),
  };
}

/** How often the device runs a graph for the evaluation and the translations of so many equal models. */
async function executions(members: number, width: number): Promise<{ count: number; looks: Look[] }> {
  const group = new ReplicaGroup(members, { engine, threads: 1 });
  const script: Script = { seed: 5, dropout: 0.1, learningRate: 1e-2, from: 0, to: 1, looks: [] };
  const sessions = await Promise.all(
    Array.from({ length: members }, (_, place) => group.session(place, { ...optionsOf(script), engine })),
  );
  await Promise.all(sessions.map((session) => session.trainStep(batchOfStep(1, 0), 1, script.learningRate)));
  const { run } = GpuSession.prototype;
  let count = 0;
  GpuSession.prototype.run = function counted(feeds) {
    count += 1;
    return run.call(this, feeds);
  };
  const looks = await Promise.all(sessions.map((session) => look(session, script, 0, width)));
  GpuSession.prototype.run = run;
  for (const session of sessions) await session.dispose();
  return { count, looks };
}

/** One is given up while the others wait for its next step. */
async function aborted() {
  const group = new ReplicaGroup(2, { engine, threads: 1 });
  const open = (place: number) => group.session(place, { model, optimizer, seed: place, threads: 1, engine });
  const [kept, given] = [await open(0), await open(1)];
  const steps = [kept, given].map((session, place) => session.queueStep(batchOfStep(1, place), 1, 1e-2));
  await Promise.all(steps);
  const waiting = kept.queueStep(batchOfStep(2, 0), 2, 1e-2);
  const later = given.evaluate(batchOf(2, 3)).catch(String);
  group.abort(1, new Error('cancelled'));
  await waiting;
  const report = {
    losses: (await kept.settle()).length,
    later: await later,
    step: await given.queueStep(batchOfStep(2, 1), 2, 1e-2).catch(String),
  };
  // Two batches of different shapes are no step.
  const other = new ReplicaGroup(2, { engine, threads: 1 });
  const pair = await Promise.all(
    [0, 1].map((place) => other.session(place, { model, optimizer, seed: 1, threads: 1, engine })),
  );
  const refused = await Promise.all(
    pair.map((session, place) => session.queueStep(batchOf(2 + place, 3), 1, 1e-2).catch(String)),
  );
  const wrong = await other
    .session(1, { model, optimizer: { ...optimizer, clipNorm: 2 }, seed: 1, threads: 1, engine })
    .catch(String);
  return { ...report, refused, wrong: String(wrong) };
}

export const report = {
  compared: await compared(),
  sizes: await sizes(),
  executions: {
    greedy: [await executions(1, 1), await executions(4, 1)],
    beams: [await executions(1, 2), await executions(4, 2)],
  },
  aborted: await aborted(),
};
process.stdout.write(JSON.stringify(report));
