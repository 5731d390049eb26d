// Preloaded into the dashboard's server: it ends with the process that started it. One that is killed cannot clean up,
// but the system closes the channel between the two. What workers have not told by then is on their disk.
process.on('disconnect', () => process.exit(1));
