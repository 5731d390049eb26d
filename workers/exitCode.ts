/** A worker that starting again cannot help: a wrong token, a wrong option. EX_CONFIG of sysexits.h. */
export const configurationExitCode = 78;
