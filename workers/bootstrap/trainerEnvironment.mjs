/**
 * Environment of processes that train. A training step takes and gives back hundreds of megabytes of activations. glibc
 * would return each large block to the system and fetch it zeroed again, a page fault for every 4 kB: about 6% of a step
 * at d_model 512. Kept in the process instead, the graphs of all batch shapes share them, where a memory arena in each of
 * them (ONNX Runtime's default) took 4 GB for ten shapes. Other C libraries ignore these variables.
 *
 * TensorFlow would take nearly all memory of a GPU at once, and leave none for the other trainers there.
 */
export const trainerEnvironment = {
  MALLOC_MMAP_THRESHOLD_: String(4 * 2 ** 30),
  MALLOC_TRIM_THRESHOLD_: String(16 * 2 ** 30),
  TF_FORCE_GPU_ALLOW_GROWTH: 'true',
};
