import { and, asc, eq, inArray, ne } from 'drizzle-orm';
import type { FinalScores, HypothesesPart, Moment, TestSetPart } from '@/lib/domain/score';
import type { Connection } from './connection';
import { hypotheses, runs, scores, testSetParts } from './schema';

/** One sentence of a test set with a run's translation of it. */
export interface TestedSentence {
  source: string;
  references: string[];
  hypothesis: string;
}

/**
 * What runs report of their whole test split. A moment's rows are of one step: a part of another step replaces what an
 * earlier one left. Call writes inside store.write, after the owner has been checked.
 */
export function testReportRepository({ orm }: Connection) {
  const atMoment = (runId: string, moment: Moment) =>
    and(eq(hypotheses.runId, runId), eq(hypotheses.moment, moment));

  return {
    /** By run, then moment; runs without any are left out. */
    scoresOf(runIds: readonly string[]): Map<string, FinalScores[]> {
      const rows = orm
        .select()
        .from(scores)
        .where(inArray(scores.runId, [...runIds]))
        .orderBy(asc(scores.runId), asc(scores.moment), asc(scores.metric))
        .all();
      return gather(rows);
    },
    scoresOfSweep(sweepId: string): Map<string, FinalScores[]> {
      const rows = orm
        .select({ scores })
        .from(scores)
        .innerJoin(runs, eq(runs.id, scores.runId))
        .where(eq(runs.sweepId, sweepId))
        .orderBy(asc(scores.runId), asc(scores.moment), asc(scores.metric))
        .all();
      return gather(rows.map((row) => row.scores));
    },
    /** In the order of the test set; [] where the run has not come to that moment. */
    sentences(runId: string, moment: Moment): TestedSentence[] {
      const parts = orm
        .select()
        .from(hypotheses)
        .where(atMoment(runId, moment))
        .orderBy(asc(hypotheses.offset))
        .all();
      const [first] = parts;
      if (!first) return [];
      const sources = orm
        .select()
        .from(testSetParts)
        .where(eq(testSetParts.testSet, first.testSet))
        .orderBy(asc(testSetParts.offset))
        .all()
        .flatMap(({ items }) => items);
      const translated = parts.flatMap(({ items }) => items);
      return sources.flatMap(({ source, references }, index) => {
        const hypothesis = translated[index];
        return hypothesis === undefined ? [] : [{ source, references, hypothesis }];
      });
    },
    insertTestSets(parts: readonly TestSetPart[]): void {
      for (const part of parts) orm.insert(testSetParts).values(part).onConflictDoNothing().run();
    },
    insertHypotheses(runId: string, parts: readonly HypothesesPart[]): void {
      for (const { hypotheses: items, ...part } of parts) {
        orm
          .delete(hypotheses)
          .where(and(atMoment(runId, part.moment), ne(hypotheses.step, part.step)))
          .run();
        orm
          .insert(hypotheses)
          .values({ runId, items, ...part })
          .onConflictDoUpdate({
            target: [hypotheses.runId, hypotheses.moment, hypotheses.offset],
            set: { items, testSet: part.testSet, epoch: part.epoch },
          })
          .run();
      }
    },
    insertScores(runId: string, finals: readonly FinalScores[]): void {
      for (const { scores: values, ...at } of finals) {
        orm
          .delete(scores)
          .where(and(eq(scores.runId, runId), eq(scores.moment, at.moment)))
          .run();
        for (const [metric, { value, signature }] of Object.entries(values)) {
          orm
            .insert(scores)
            .values({ runId, metric, signature, value: Number.isNaN(value) ? null : value, ...at })
            .run();
        }
      }
    },
    clear(runId: string): void {
      orm.delete(hypotheses).where(eq(hypotheses.runId, runId)).run();
      orm.delete(scores).where(eq(scores.runId, runId)).run();
    },
  };
}

function gather(rows: readonly (typeof scores.$inferSelect)[]): Map<string, FinalScores[]> {
  const byRun = new Map<string, FinalScores[]>();
  for (const { runId, metric, value, signature, ...at } of rows) {
    const finals = byRun.get(runId) ?? [];
    byRun.set(runId, finals);
    let final = finals.find(({ moment }) => moment === at.moment);
    if (!final) {
      final = { ...at, scores: {} };
      finals.push(final);
    }
    final.scores[metric] = { value: value ?? Number.NaN, signature };
  }
  return byRun;
}
