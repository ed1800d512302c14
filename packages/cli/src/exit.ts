import type { FailureKind } from '@assay/core';

/** What the command's exit status says; printed by `assay --help`. */
export const exitCodes: Readonly<Record<FailureKind | 'success' | 'usage' | 'refuted', number>> = {
  success: 0,
  bug: 1,
  usage: 2,
  malformed: 3,
  invalid: 4,
  trap: 5,
  exhausted: 6,
  refuted: 7,
};

/** Signals that end a command early, and its exit status then: 128 and the signal's number, as shells count. */
export const signalCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** The table for the help text. */
export const exitHelp = `
Exit status:
  0    done; a check that was asked for holds
  1    a bug in Assay: please report it
  2    the command line is wrong
  3    malformed: a file that cannot be decoded
  4    invalid: a rule fails (a wrong input or option, a shader that does not
       compile): nothing is said about a receipt
  5    trap: the running program failed (device lost, GPU process died)
  6    exhausted: a limit was reached (memory, disk, time, device limits,
       no adapter)
  7    a receipt, or a file delivered with it, does not hold
  130  interrupted by Ctrl-C (129 by SIGHUP, 143 by SIGTERM)

With --json, results and errors are one JSON value on standard output:
  {"ok": true, …}
  {"ok": false, "error": {"kind", "code", "where", "expected", "got", "remedy"}}
  {"ok": false, "verdict": {"code", …}}   a receipt that does not hold`;
