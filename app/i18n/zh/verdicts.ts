export const verdicts = {
  difference:
    '{factor}：在未见过的句子上，{better} 优于 {worse}，相差 {size} {metric} [{low}, {high}]，{pairs} 个配对中有 {count} 个如此（Holm p {p}）。',
  suggested:
    '{factor}：{better} 领先 {worse} {size} {metric} [{low}, {high}]，{pairs} 个配对中有 {count} 个如此；但按 {family} 次检验校正后，尚不能认定（Holm p {p}）。',
  noDifference:
    '{factor}：未显示 {level} 与 {reference} 有差别（{difference} {metric} [{low}, {high}]，Holm p {p}）。',
  cannotTell:
    '{factor}：{level} 与 {reference} 在唯一的一个配对中相差 {difference} {metric}；只有一对，无法区分噪声与效应。',
  oneSeed: '只有一个种子：不能排除这只是该种子的运气。',
  fewerSeeds: '它只基于本次扫描 {of} 个种子中的 {seeds} 个：其余种子缺少其中某些组合的运行。',
  wholeSeeds: '此处种子对所有单元的影响一致，因此只有 {seeds} 个种子可算作观测。',
  unmatched: '{count} 个运行没有配对，未计入。',
  power: {
    now: '以现有的种子数，五次扫描中有四次能显示出 {target} {metric} 的差别。',
    more: '每个变体再加 {count} 个种子，五次扫描中有四次能显示出 {target} {metric} 的差别。',
    unknown: '只有一个种子，无法说明需要多少种子。',
    beyond: '要显示出 {target} {metric} 的差别，需要一千个以上的种子。',
  },
  interaction:
    '{second} 的作用取决于 {first}：{first} 为 {row} 时，以 {level} 代替 {reference} 的收益比为 {otherRow} 时{more, select, true {多} other {少}} {size} {metric} [{low}, {high}]（Holm p {p}）。',
  interactionOfMany: '{first} 与 {second} 相互影响（Holm p {p}）。',
  best: '按 {objective} 选出：{variant}，{metric} 为 {value} [{low}, {high}]，共 {seeds} 个种子。',
  bestOneSeed: '按 {objective} 选出：{variant}，{metric} 为 {value}，只有一个种子。',
  lead: '它领先第二名 {variant} {size} {metric} [{low}, {high}]。',
  leadNotShown: '未显示它优于第二名 {variant}（{size} {metric} [{low}, {high}]）。',
  leadUnknown: '与第二名 {variant} 的差距，仅凭一对无法判断（{size} {metric}）。',
  overfitting:
    '{part, select, all {全部 {of} 个变体都过拟合} other {{of} 个变体中有 {count} 个过拟合}}：过了最佳步之后，测试损失与训练损失的差距继续扩大。',
  moreData:
    '增加训练句对会有帮助：若曲线照此延伸，约需 {size} 对可再提高 {gain} {metric}（{low} 到 {high}）。',
  moreDataUnknown: {
    'two-sizes': '只有两种规模，无法判断更多训练句对是否有帮助；第三种规模才能看出曲线的弯曲。',
    'one-seed': '每种规模只有一个种子，无法判断更多训练句对能带来多少帮助。',
    'no-trend': '未显示更多训练句对有帮助。',
    'beyond-reach': '学习曲线在再提高 {gain} {metric} 之前就已趋平：按此曲线，仅靠更多句对达不到。',
    'interval-too-wide': '再提高 {gain} {metric} 需要多少训练句对无法判断：区间跨度超过 30 倍。',
  },
  nothingMeasured: '还没有运行完成并得到结果。',
  refused: '没有结论：这些运行不可相互比较。',
  selection: '每个运行的步和最佳变体均按 {objective} 选出；{report} 只用于报告，未参与选择。',
  whole: '分数基于整个测试集，共 {sentences} 个句子（{signature}）。',
  sample: '分数基于训练中测量的抽样，而非整个测试集。',
  tried: '共尝试 {variants} 个变体、{runs} 个运行；{used} 个参与统计；{seeds} 个种子。',
  leftOut: '未计入：{parts}。',
  left: {
    unfinished: '{count} 个未完成',
    failed: '{count} 个失败或取消',
    cutShort: '{count} 个被提前停止',
    notFinite: '{count} 个没有有限值',
    unmeasured: '{count} 个没有所报告的分数',
  },
};
