import { z } from 'zod';

/**
 * Sizes of models, by the floating-point operations of one training step (flopsPerStep): how many trainers a device is
 * worth sharing between depends on how much of it one of them fills. Each has a model that stands for it.
 */
export const shapeClasses = ['tiny', 'small', 'medium', 'large'] as const;
export type ShapeClass = (typeof shapeClasses)[number];
export const shapeClassSchema = z.enum(shapeClasses);

/** The study's models with a batch of 64 × 20 + 20: about 4, 26, 80 and 1,400 GFLOP a step. */
export const standFor: Readonly<Record<ShapeClass, { dModel: number; layers: number }>> = {
  tiny: { dModel: 64, layers: 1 },
  small: { dModel: 256, layers: 1 },
  medium: { dModel: 512, layers: 1 },
  large: { dModel: 1024, layers: 6 },
};

/** Between two stand-ins, the geometric mean of their steps. */
const upTo: Readonly<Record<Exclude<ShapeClass, 'large'>, number>> = {
  tiny: 10e9,
  small: 46e9,
  medium: 340e9,
};

/** @param flopsPerStep of the largest batch */
export function shapeClassOf(flopsPerStep: number): ShapeClass {
  if (flopsPerStep <= upTo.tiny) return 'tiny';
  if (flopsPerStep <= upTo.small) return 'small';
  return flopsPerStep <= upTo.medium ? 'medium' : 'large';
}
