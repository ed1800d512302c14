import { readFileSync } from 'node:fs';
import { type CheckOptions, check } from './commands/check.js';
import { doctor } from './commands/doctor.js';
import { type ExecOptions, exec } from './commands/exec.js';
import { inspect } from './commands/inspect.js';
import { type EdgesOptions, type MatmulOptions, makeEdges, makeMatmul } from './commands/job.js';
import { keygen } from './commands/keygen.js';
import { type ReplayOptions, replay } from './commands/replay.js';
import { type RunOptions, run } from './commands/run.js';
import { exitHelp } from './exit.js';
import * as outputs from './output.js';
import {
  asJson,
  Command,
  CommanderError,
  collect,
  Option,
  onDevice,
  toCells,
  toCount,
  toRetention,
  toThreads,
} from './parser.js';
import * as audits from './program-audits.js';
import { fromParser } from './usage.js';

/** What the program was told by the outside, and tells it. */
export interface Context {
  readonly signal: AbortSignal;
  /** Called with the exit status of a command that ended by itself. */
  readonly onStatus: (status: number) => void;
}

const TOUR = `
A first run:
  assay keygen --out me.key
  assay job edges --like photo.png --out edges.job
  assay run edges.job --input picture=photo.png --key me.key --out result
  assay audit result/receipt.assay

\`assay COMMAND --help\` tells the rest.`;

/** The command line of `assay`. Parsing fails with `UsageError`, or ends early with what {@link isAnswered} knows. */
export function create({ signal, onStatus }: Context): Command {
  const program = new Command('assay')
    .description(
      'Tell GPU work done from GPU work simulated: run WGSL jobs, commit to every buffer, check the receipt.',
    )
    .version(version())
    // Arguments are for the help of each: with them the list would be wider than a terminal.
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addHelpText('after', `${TOUR}\n${exitHelp}`);
  asJson(program);

  const output = (command: Command): outputs.Output => outputs.create(command.optsWithGlobals().json === true);

  onDevice(asJson(program.command('run')))
    .description('run a job, commit to every buffer, sign a receipt')
    .argument('<job>', 'job file (assay job)')
    .option(
      '--input <name=FILE>',
      'the file for an input, once for each: .png, .npy, or raw bytes under any other extension',
      collect,
    )
    .requiredOption('--out <DIR>', 'new directory for the receipt, the outputs and what a replay needs')
    .requiredOption('--key <FILE>', "the worker's key (assay keygen)")
    .option('--task <FILE>', "the requester's task; without it you are the requester yourself")
    .addOption(
      new Option('--keep <WHICH>', 'versions to keep besides inputs and outputs: all, every:N or none')
        .argParser(toRetention)
        .default({ kind: 'none' }, 'none'),
    )
    .option('--journal <DIR>', 'where the receipts are that this key has signed (default: FILE.journal beside the key)')
    .addHelpText(
      'after',
      `
DIR appears when all is done, and not otherwise. In it:
  receipt.assay, task.assay, job.assay
  inputs/NAME.bin      what the job ran on
  outputs/NAME.bin     the bytes that are committed to: b3sum prints their root
  outputs/NAME.png     the same as a picture, or NAME.npy as an array,
                       if the job describes the version
  versions/NAME.bin    what --keep names

Answering a challenge needs the bytes of versions in between. Nothing has to be
kept for that: what is missing is made again by running the job on the CPU
(assay respond). Keep "all" where that takes too long; "every:N" keeps what is
needed from every N-th step on, so that at most N steps are run again.

Before anything is signed, random cells, one of each kernel at least, are run
again on the CPU and compared: a faulty device signs nothing. A key signs a task
once: the same task again gives the same receipt, and another result is refused.

Example:
  assay run edges.job --input picture=photo.png --key me.key --out result`,
    )
    .action((job: string, options: RunOptions, command: Command) => run(job, options, output(command), signal));

  onDevice(asJson(program.command('replay')))
    .description('do all the work of a receipt again and compare every version')
    .argument('<receipt>', 'receipt file; job, task and inputs are looked for beside it')
    .option('--job <FILE>', 'the job, if it is not beside the receipt')
    .option('--task <FILE>', 'the task, if it is not beside the receipt')
    .option('--input <name=FILE>', 'an input, if it is not beside the receipt; once for each', collect)
    .addOption(new Option('--cpu', 'without a GPU: all cells as compiled code, on threads').conflicts('adapter'))
    .addOption(
      new Option('--threads <COUNT>', 'threads for --cpu (default: as many as the machine runs at once)')
        .argParser(toThreads)
        .implies({ cpu: true }),
    )
    .addHelpText(
      'after',
      `
With --cpu a job that is in the exact profile gives what every device gives. Others
are refused: run them on a device.

Job, task and inputs beside the receipt are the sender's word: compare the ids that
are printed with those you asked for, or name your own with --job and --task.
Ends with status 0 if the receipt holds, 7 if it does not, 3 if it is damaged.

Examples:
  assay replay result/receipt.assay
  assay replay result/receipt.assay --cpu
  assay replay receipt.assay --job edges.job --task task.assay \\
    --input picture=photo.png`,
    )
    .action(async (receipt: string, options: ReplayOptions, command: Command) =>
      onStatus(await replay(receipt, options, output(command), signal)),
    );

  onDevice(asJson(program.command('check')))
    .description('is a job fit to be judged? its shaders against the exact profile, and its cells')
    .argument('<job>', 'job file')
    .option('--input <name=FILE>', 'the file for an input, once for each; then cells are run', collect)
    .option('--cells <COUNT>', 'cells of each step that are interpreted, or "all"', toCells, 16)
    .addHelpText(
      'after',
      `
Without inputs nothing is run. With them, cells are run and compared with the device:
all cells of a step of which it is proven that it cannot race, by the compiled
executor; else --cells of them by the reference interpreter, which sees races. It also
shows, in as many cells, where guards fire.
Ends with status 0 if the job is fit, 4 if it is not.`,
    )
    .action(async (file: string, options: CheckOptions, command: Command) =>
      onStatus(await check(file, options, output(command), signal)),
    );

  onDevice(asJson(program.command('exec')))
    .description('run one cell: its reads, writes, cost and path')
    .argument('<job>', 'job file')
    .requiredOption('--step <INDEX>', 'the step, counted from 0', toCount)
    .requiredOption('--cell <X,Y,Z>', 'the workgroup')
    .option('--input <name=FILE>', 'the file for an input, once for each', collect)
    .addOption(
      new Option('--executor <WHICH>', 'what runs the cell')
        .choices(['auto', 'compiled', 'interpreter'])
        .default('auto'),
    )
    .option('--trace <INVOCATION>', 'show the path of one invocation through the source', toCount)
    .addHelpText(
      'after',
      `
The interpreter tells each word that is read and stored, where guards fire, and races.
The compiled executor is hundreds of times faster; it tells pages of 256 words that
are read, the cell's own words afterwards, and whether a guard fired. "auto" takes it
unless it is not proven that the step cannot race, a guard fires, or a path is asked for.`,
    )
    .action((file: string, options: ExecOptions, command: Command) => exec(file, options, output(command), signal));

  audits.declare(program, { signal, output, onStatus });

  asJson(program.command('inspect'))
    .description('print a job, task, receipt, challenge or any other file of ours')
    .argument('<file>', "any file that Assay wrote; a key's secret is never shown")
    .action((file: string, _options: unknown, command: Command) => inspect(file, output(command)));

  asJson(program.command('keygen'))
    .description('make a key to sign receipts with')
    .requiredOption('--out <FILE>', 'new file; only its owner can read it, and it is never overwritten')
    .action(({ out }: { out: string }, command: Command) => keygen(out, output(command)));

  const job = program.command('job').description('make the job file of a ready-made job');
  asJson(job.command('edges'))
    .description('edges of a picture: blur, Sobel, non-maximum suppression, threshold')
    .addOption(
      new Option('--like <PICTURE>', 'a .png whose size to take; or give the size:').conflicts(['width', 'height']),
    )
    .option('--width <PIXELS>', 'width of the pictures', toCount)
    .option('--height <PIXELS>', 'height of the pictures', toCount)
    .option('--low <LEVEL>', 'least gradient of an edge that touches a strong one (default: 40)', toCount)
    .option('--high <LEVEL>', 'least gradient of a strong edge, up to 1530 (default: 100)', toCount)
    .requiredOption('--out <FILE>', 'new job file')
    .addHelpText('after', '\nThe job takes the input "picture" and makes the output "edges".')
    .action((options: EdgesOptions, command: Command) => makeEdges(options, output(command)));
  asJson(job.command('matmul'))
    .description('int8 matrix product with int32 sums: a[m,k] times b[k,n]')
    .requiredOption('-m <ROWS>', 'rows of a', toCount)
    .requiredOption('-n <COLUMNS>', 'columns of b', toCount)
    .requiredOption('-k <DEPTH>', 'columns of a and rows of b; a multiple of 4', toCount)
    .requiredOption('--out <FILE>', 'new job file')
    .addHelpText('after', '\nThe job takes the inputs "a" and "b" and makes the output "c".')
    .action((options: MatmulOptions, command: Command) => makeMatmul(options, output(command)));

  asJson(program.command('doctor'))
    .description('print the adapter, its limits, and what to do for a better one')
    .action(async (_options: unknown, command: Command) => onStatus(await doctor(output(command), signal)));

  for (const command of allCommands(program)) throwing(command);
  return program;
}

/** Whether this says only that help or the version was asked for, and has been printed. */
export function isAnswered(error: unknown): boolean {
  return error instanceof CommanderError && error.exitCode === 0;
}

/** The parser neither prints nor exits: what it has to say is thrown, so that it is shown like every other error. */
function throwing(command: Command): void {
  command.configureOutput({ outputError: () => {} });
  command.exitOverride((error) => {
    throw error.exitCode === 0 ? error : fromParser(error, pathOf(command));
  });
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}

function version(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
