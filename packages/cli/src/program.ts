import { Command, InvalidArgumentError, Option } from 'commander';
import { doctor } from './commands/doctor.js';
import { inspect } from './commands/inspect.js';
import { makeEdges, makeMatmul } from './commands/job.js';
import { keygen } from './commands/keygen.js';
import { type ReplayOptions, replay } from './commands/replay.js';
import { type RunOptions, run } from './commands/run.js';
import { exitHelp } from './exit.js';
import * as outputs from './output.js';

/** What the program was told by the outside, and tells it. */
export interface Context {
  readonly signal: AbortSignal;
  /** Called with the exit status of a command that ended by itself. */
  readonly onStatus: (status: number) => void;
}

/** The command line of `assay`. */
export function create({ signal, onStatus }: Context): Command {
  const program = new Command('assay')
    .description('Tell GPU work done from GPU work simulated: run WGSL jobs, commit to every buffer, check the receipt.')
    .version('0.1.0')
    .option('--json', 'print one JSON value instead of sentences')
    .addHelpText('after', exitHelp)
    .showHelpAfterError('(assay --help lists the commands)')
    .exitOverride();

  const output = (command: Command): outputs.Output => outputs.create(command.optsWithGlobals()['json'] === true);
  const inherit = (command: Command): Command => command.option('--json', 'print one JSON value instead of sentences').addHelpText('after', exitHelp);

  onDevice(inherit(program.command('run')))
    .description('run a job, commit to every buffer, sign a receipt')
    .argument('<job>', 'job file')
    .option('--input <name=FILE...>', 'an input: .png, .npy or raw bytes; once for each', collect, [])
    .requiredOption('--out <DIR>', 'new directory for the receipt, the outputs and what a replay needs')
    .requiredOption('--key <FILE>', "the worker's key (assay keygen)")
    .option('--task <FILE>', "the requester's task; without it the job is run as a task of one's own")
    .action(async (job: string, options: RunOptions, command: Command) => run(job, options, output(command), signal));

  onDevice(inherit(program.command('replay')))
    .description('do all the work of a receipt again and compare every version')
    .argument('<receipt>', 'receipt file; job, task and inputs are looked for beside it')
    .option('--job <FILE>', 'the job, if it is not beside the receipt')
    .option('--task <FILE>', 'the task, if it is not beside the receipt')
    .option('--input <name=FILE...>', 'an input, if it is not beside the receipt', collect, [])
    .action(async (receipt: string, options: ReplayOptions, command: Command) => onStatus(await replay(receipt, options, output(command), signal)));

  inherit(program.command('inspect'))
    .description('print a job, task, receipt, verdict or key file')
    .argument('<file>', 'any file that Assay wrote')
    .action((file: string, _options: unknown, command: Command) => inspect(file, output(command)));

  inherit(program.command('keygen'))
    .description('make a key to sign receipts with')
    .requiredOption('--out <FILE>', 'new file; only its owner can read it')
    .action(async ({ out }: { out: string }, command: Command) => keygen(out, output(command)));

  const job = program.command('job').description('make the job file of a ready-made job').addHelpText('after', exitHelp);
  inherit(job.command('edges'))
    .description('edges of a picture: blur, Sobel, non-maximum suppression, threshold')
    .option('--width <PIXELS>', 'width of the pictures', toCount)
    .option('--height <PIXELS>', 'height of the pictures', toCount)
    .option('--like <PICTURE>', 'a .png whose size to take')
    .option('--low <LEVEL>', 'weak threshold', toCount)
    .option('--high <LEVEL>', 'strong threshold', toCount)
    .requiredOption('--out <FILE>', 'new job file')
    .action(async (options: Parameters<typeof makeEdges>[0], command: Command) => makeEdges(options, output(command)));
  inherit(job.command('matmul'))
    .description('int8 matrix product with int32 sums: a[m,k] times b[k,n]')
    .requiredOption('-m <ROWS>', 'rows of a', toCount)
    .requiredOption('-n <COLUMNS>', 'columns of b', toCount)
    .requiredOption('-k <DEPTH>', 'columns of a; a multiple of 4', toCount)
    .requiredOption('--out <FILE>', 'new job file')
    .action(async (options: Parameters<typeof makeMatmul>[0], command: Command) => makeMatmul(options, output(command)));

  inherit(program.command('doctor'))
    .description('print the adapter, its limits, and what to do for a better one')
    .action(async (_options: unknown, command: Command) => onStatus(await doctor(output(command), signal)));

  for (const command of allCommands(program)) command.exitOverride();
  return program;
}

function onDevice(command: Command): Command {
  return command
    .addOption(new Option('--adapter <WHICH>', 'what to run on').choices(['auto', 'gpu', 'software']).default('auto'))
    .option('--deadline <SECONDS>', 'most time that the run may take', toSeconds, 600);
}

function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}

function collect(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}

function toCount(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new InvalidArgumentError('Expected a whole number.');
  return value;
}

function toSeconds(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('Expected a positive number of seconds.');
  return value;
}
