/** One thing of a bundle that was looked at. */
export interface BundleCheck {
  name: string;
  /** How much of it there was: "24 runs, 8 scores each". */
  detail: string;
  faults: string[];
}
