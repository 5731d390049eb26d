import type { DetectedImport, ImportOptions } from '@/lib/domain/corpusImport';
import type { ImportTally } from './importTally';

/** What every parser gets; each yields raw pairs, which cleaning.ts then cleans and filters. */
export interface ParserInput {
  text: AsyncIterable<string>;
  options: ImportOptions;
  detected: DetectedImport;
  tally: ImportTally;
  /** false: the text is only a beginning, whose cut end is no fault. */
  isWhole: boolean;
}
