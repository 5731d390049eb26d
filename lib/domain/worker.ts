import { z } from 'zod';

/**
 * What a person wants of a worker. work: it leases runs. pause: it leases no more, and trains what it has to its end.
 * drain: it leases no more and hands back what it has at the next checkpoint, for another worker to go on with.
 */
export const workerDuties = ['work', 'pause', 'drain'] as const;
export type WorkerDuty = (typeof workerDuties)[number];

export const workerChangeSchema = z.strictObject({ duty: z.enum(workerDuties) });
export type WorkerChange = z.infer<typeof workerChangeSchema>;
