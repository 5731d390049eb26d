/**
 * The loops of a training step that are not matrix products, in WebAssembly text: four numbers at a time, on arrays in the
 * module's memory. Every array starts at a multiple of 16 bytes and is padded to one, so no loop has a remainder.
 * `npm run kernels` assembles it into kernelBytes.ts; a test proves that the two agree. What repeats is written here by
 * functions, because a call inside the loops would cost as much as what it computes.
 */

const word = (name: string) => `(local.get $${name})`;

/**
 * x where its magnitude is a normal float32, else zero. Moments of what is no longer used fade away and would end as
 * subnormal numbers, with which some processors compute a hundred times slower.
 */
const flushed = (x: string) =>
  `(v128.and (local.tee $fresh ${x}) (f32x4.ge (f32x4.abs (local.get $fresh)) (f32x4.splat (f32.const 0x1p-126))))`;

/** Zero in each lane whose draw is below the threshold, else the scale. */
const kept = (draw: string) => `(v128.andnot ${word('kept')} (i32x4.lt_u ${draw} ${word('threshold')}))`;

const rotated = (x: string, left: number) =>
  `(v128.or (i32x4.shl ${x} (i32.const ${left})) (i32x4.shr_u ${x} (i32.const ${32 - left})))`;

/** Threefry2x32-20 (Salmon et al. 2011) of x0 and x1: five groups of four rounds, each followed by the key schedule. */
const threefryRounds = [0, 1, 2, 3, 4]
  .flatMap((group) => {
    const rotations = group % 2 === 0 ? [13, 15, 26, 6] : [17, 29, 16, 24];
    const key = (index: number) => word(`k${(group + index) % 3}`);
    const injected = `(i32x4.add ${key(2)} (i32x4.splat (i32.const ${group + 1})))`;
    return [
      ...rotations.flatMap((left) => [
        `(local.set $x0 (i32x4.add ${word('x0')} ${word('x1')}))`,
        `(local.set $x1 (v128.xor ${rotated(word('x1'), left)} ${word('x0')}))`,
      ]),
      `(local.set $x0 (i32x4.add ${word('x0')} ${key(1)}))`,
      `(local.set $x1 (i32x4.add ${word('x1')} ${injected}))`,
    ];
  })
  .join('\n        ');

/** What a loop over draws is set up with: $end, the first blocks, the key and the threshold. */
const drawingLocals = `(local $end i32) (local $blocks v128) (local $x0 v128) (local $x1 v128)
    (local $k0 v128) (local $k1 v128) (local $k2 v128)
    (local $threshold v128)`;
const beforeDrawing = `(local.set $end (i32.add (local.get $at) (local.get $bytes)))
    (local.set $blocks (v128.const i32x4 0 1 2 3))
    (local.set $k0 (i32x4.splat (local.get $key0)))
    (local.set $k1 (i32x4.splat (local.get $key1)))
    (local.set $k2 (v128.xor
      (v128.xor (local.get $k0) (local.get $k1))
      (i32x4.splat (i32.const 0x1bd11bda))))
    (local.set $threshold (i32x4.splat (local.get $limit)))`;

/** The next four blocks: their words in x0 and x1. */
const fourBlocks = `(local.set $x0 (i32x4.add (local.get $blocks) (local.get $k0)))
        (local.set $x1 (i32x4.add (i32x4.splat (local.get $step)) (local.get $k1)))
        ${threefryRounds}`;

/** The draws of elements 0 … 3 of each of the four blocks, of 16 bits. */
const halves = [
  `(v128.and ${word('x0')} (i32x4.splat (i32.const 0xffff)))`,
  `(i32x4.shr_u ${word('x0')} (i32.const 16))`,
  `(v128.and ${word('x1')} (i32x4.splat (i32.const 0xffff)))`,
  `(i32x4.shr_u ${word('x1')} (i32.const 16))`,
] as const;

/** Of one element of each of the four blocks: a bit that says whether it is kept, in its place. */
const keptBits = (element: 0 | 1 | 2 | 3) =>
  `(i32.shl (i32x4.bitmask (i32x4.ge_u ${halves[element]} ${word('threshold')})) (i32.const ${4 * element}))`;

export const kernelSource = `(module
  (import "host" "memory" (memory 1 65536))

  ;; Sum of the squares of float32 numbers from $at to $end (bytes, $end excluded), in float64: the sum of 10⁸ squares
  ;; in float32 would lose its last digits.
  (func (export "sumOfSquares") (param $at i32) (param $end i32) (result f64)
    (local $x v128) (local $low v128) (local $high v128) (local $sumLow v128) (local $sumHigh v128)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $x (v128.load (local.get $at)))
        (local.set $low (f64x2.promote_low_f32x4 (local.get $x)))
        (local.set $high (f64x2.promote_low_f32x4
          (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $x) (local.get $x))))
        (local.set $sumLow (f64x2.add (local.get $sumLow) (f64x2.mul (local.get $low) (local.get $low))))
        (local.set $sumHigh (f64x2.add (local.get $sumHigh) (f64x2.mul (local.get $high) (local.get $high))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (local.set $sumLow (f64x2.add (local.get $sumLow) (local.get $sumHigh)))
    (f64.add
      (f64x2.extract_lane 0 (local.get $sumLow))
      (f64x2.extract_lane 1 (local.get $sumLow))))

  ;; Adam (Kingma & Ba 2015, algorithm 1) over $bytes bytes of values, gradients and moments, in place:
  ;;   g = gradientScale · gradient + l2 · value
  ;;   m = beta1 · m + (1 − beta1) · g
  ;;   v = beta2 · v + (1 − beta2) · g²
  ;;   value = kept · value − stepSize · m / (√v · rootCorrection + epsilon)
  (func (export "adam")
    (param $values i32) (param $gradients i32) (param $firsts i32) (param $seconds i32) (param $bytes i32)
    (param $gradientScale f32) (param $l2 f32) (param $kept f32) (param $stepSize f32)
    (param $beta1 f32) (param $gain1 f32) (param $beta2 f32) (param $gain2 f32)
    (param $rootCorrection f32) (param $epsilon f32)
    (local $at i32) (local $value v128) (local $g v128) (local $m v128) (local $v v128) (local $fresh v128)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $bytes)))
        (local.set $value (v128.load (i32.add (local.get $values) (local.get $at))))
        (local.set $g (f32x4.add
          (f32x4.mul
            (v128.load (i32.add (local.get $gradients) (local.get $at)))
            (f32x4.splat (local.get $gradientScale)))
          (f32x4.mul (local.get $value) (f32x4.splat (local.get $l2)))))
        (local.set $m ${flushed(`(f32x4.add
          (f32x4.mul
            (v128.load (i32.add (local.get $firsts) (local.get $at)))
            (f32x4.splat (local.get $beta1)))
          (f32x4.mul (local.get $g) (f32x4.splat (local.get $gain1))))`)})
        (local.set $v ${flushed(`(f32x4.add
          (f32x4.mul
            (v128.load (i32.add (local.get $seconds) (local.get $at)))
            (f32x4.splat (local.get $beta2)))
          (f32x4.mul
            (f32x4.mul (local.get $g) (local.get $g))
            (f32x4.splat (local.get $gain2))))`)})
        (v128.store (i32.add (local.get $firsts) (local.get $at)) (local.get $m))
        (v128.store (i32.add (local.get $seconds) (local.get $at)) (local.get $v))
        (v128.store (i32.add (local.get $values) (local.get $at))
          (f32x4.sub
            (f32x4.mul (local.get $value) (f32x4.splat (local.get $kept)))
            (f32x4.div
              (f32x4.mul (local.get $m) (f32x4.splat (local.get $stepSize)))
              (f32x4.add
                (f32x4.mul (f32x4.sqrt (local.get $v)) (f32x4.splat (local.get $rootCorrection)))
                (f32x4.splat (local.get $epsilon))))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next))))

  ;; Inverted-dropout masks, four Threefry2x32-20 blocks at a time (Salmon et al. 2011; see random.ts, whose
  ;; fillDropoutMask this repeats number for number). Block b, counter (b, $step), draws elements 4b … 4b + 3 from the
  ;; halves of its words: low and high of the first, low and high of the second.
  (func (export "dropoutMask")
    (param $at i32) (param $bytes i32) (param $step i32) (param $key0 i32) (param $key1 i32)
    (param $limit i32) (param $scale f32)
    ${drawingLocals}
    (local $kept v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $ab v128) (local $cd v128)
    ${beforeDrawing}
    (local.set $kept (f32x4.splat (local.get $scale)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        ${fourBlocks}
        ;; a, b, c, d hold elements 0, 1, 2, 3 of each of the four blocks: a 4 × 4 transposition brings them in order.
        (local.set $a ${kept(halves[0])})
        (local.set $b ${kept(halves[1])})
        (local.set $c ${kept(halves[2])})
        (local.set $d ${kept(halves[3])})
        (local.set $ab (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a) (local.get $b)))
        (local.set $cd (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $c) (local.get $d)))
        (v128.store offset=0 (local.get $at)
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $ab) (local.get $cd)))
        (v128.store offset=16 (local.get $at)
          (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $ab) (local.get $cd)))
        (local.set $ab (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a) (local.get $b)))
        (local.set $cd (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $c) (local.get $d)))
        (v128.store offset=32 (local.get $at)
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $ab) (local.get $cd)))
        (v128.store offset=48 (local.get $at)
          (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $ab) (local.get $cd)))
        (local.set $blocks (i32x4.add (local.get $blocks) (i32x4.splat (i32.const 4))))
        (local.set $at (i32.add (local.get $at) (i32.const 64)))
        (br $next))))

  ;; The same draws, 16 elements a number: bit 4j + b of it, as a float32 below 2¹⁶, says whether element j of block b of
  ;; its four is kept.
  (func (export "dropoutBits")
    (param $at i32) (param $bytes i32) (param $step i32) (param $key0 i32) (param $key1 i32) (param $limit i32)
    ${drawingLocals}
    ${beforeDrawing}
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        ${fourBlocks}
        (f32.store (local.get $at)
          (f32.convert_i32_u
            (i32.or
              (i32.or ${keptBits(0)} ${keptBits(1)})
              (i32.or ${keptBits(2)} ${keptBits(3)}))))
        (local.set $blocks (i32x4.add (local.get $blocks) (i32x4.splat (i32.const 4))))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br $next))))
)
`;
