/** What distributions.ts uses of jStat, which has no types of its own. */
declare module 'jstat' {
  const jstat: {
    jStat: {
      studentt: { cdf(x: number, freedom: number): number; inv(share: number, freedom: number): number };
      noncentralt: { cdf(x: number, freedom: number, noncentrality: number): number };
      /** The regularised incomplete beta function. */
      ibeta(x: number, a: number, b: number): number;
    };
  };
  export default jstat;
}
