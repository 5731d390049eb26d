/** Why a line or unit gave no pair, as shown beside the corpus; docs/importers.md explains each. */
export type RemovedReason =
  | 'blank lines'
  | 'empty sentences'
  | 'exact duplicates'
  | 'repeated sources'
  | 'too short'
  | 'too long'
  | 'length ratio'
  | 'traditional script'
  | 'simplified script'
  | 'mixed scripts'
  | 'no letters'
  | 'units without both languages'
  | 'further variants of a unit'
  | 'fuzzy entries'
  | 'obsolete entries'
  | 'untranslated entries'
  | 'further plural forms';

/** What has been read so far; parsers and filters write into it while pairs are pulled. */
export class ImportTally {
  readonly removed: Record<string, number> = {};
  unitsRead = 0;

  remove(reason: RemovedReason, count = 1): void {
    if (count > 0) this.removed[reason] = (this.removed[reason] ?? 0) + count;
  }
}
