/** The command lines of audits: challenge, respond, verify, audit, and what is proven with them. */
import { type AuditOptions, audit } from './commands/audit.js';
import { type ChallengeOptions, challenge } from './commands/challenge.js';
import { type DescendOptions, descend } from './commands/descend.js';
import { judge, type ProveOptions, proveFraud } from './commands/proof.js';
import { type RespondOptions, respond } from './commands/respond.js';
import { type VerifyOptions, verify } from './commands/verify.js';
import type * as outputs from './output.js';
import {
  asJson,
  type Command,
  collect,
  Option,
  toCount,
  toHex32,
  toNames,
  toProbability,
  toSamples,
  toSeconds,
  toShare,
  toThreads,
} from './parser.js';

/** What the actions of commands need. */
export interface Setting {
  readonly signal: AbortSignal;
  readonly output: (command: Command) => outputs.Output;
  readonly onStatus: (status: number) => void;
}

const OUTCOMES = `
Ends with status 0 if all that was looked at holds, 7 for fraud, 8 if something
was withheld, 9 if the job is at fault, 10 if the challenge is not right, 11 if
undecided.`;

/** Adds the commands. */
export function declare(program: Command, setting: Setting): void {
  const { signal, output, onStatus } = setting;
  onDraw(onTerms(asJson(program.command('challenge'))))
    .description('draw cells of a receipt that the worker is to show')
    .argument('<receipt>', 'receipt file; job.assay and task.assay are looked for beside it')
    .option('--beacon-round <NUMBER>', "where the task's policy names a beacon: its round", toCount)
    .option('--beacon-value <HEX>', 'and its value in that round', toHex32)
    .option('--secret <FILE|HEX>', 'mixed in: what you committed to before the acceptance')
    .option('--held <NAMES>', 'versions that you have, and that need not be shown: a,b', toNames)
    .option('--out <FILE>', 'new file (default: challenge.assay beside the receipt)')
    .addHelpText(
      'after',
      `
The seed comes from what the task's policy foresees: a beacon's round, or the
sealed commitment. Where it foresees nothing, or with --seed, it is your own
choice: such a challenge binds nobody, but what it brings to light is evidence
all the same.

How many cells: --samples; or the policy's number; or as many as it takes so
that a worker who got a share of --catch wrong is missed with a probability of
--miss at most. With both, too few samples are refused, and the number that
would do is said.

Examples:
  assay challenge result/receipt.assay --catch 10% --miss 1e-6
  assay challenge receipt.assay --task task.assay --job edges.job \\
    --beacon-round 5381000 --beacon-value 8f3a… --held picture --out c.assay`,
    )
    .action((receipt: string, options: ChallengeOptions, command: Command) =>
      challenge(receipt, options, output(command)),
    );

  onRerun(onTerms(onInputs(asJson(program.command('respond')))))
    .description('answer a challenge: show what the drawn cells need')
    .argument('<receipt>', "receipt file in the run's directory")
    .argument('<challenge>', 'challenge file')
    .option('--out <FILE>', 'new file (default: response.assay beside the receipt)')
    .addHelpText(
      'after',
      `
Versions are taken from versions/, outputs/ and inputs/ beside the receipt, as
far as they are what it commits to; the rest is made again by running the job
on the CPU. A challenge for another receipt is refused with status 10. Status 5
says that what was made again is not what the receipt commits to.`,
    )
    .action(async (receipt: string, asked: string, options: RespondOptions, command: Command) =>
      onStatus(await respond(receipt, asked, options, output(command), signal)),
    );

  onReport(onTerms(asJson(program.command('verify'))))
    .description('check a receipt and, with challenge and response, the work')
    .argument('<receipt>', 'receipt file; job.assay and task.assay are looked for beside it')
    .argument('[challenge]', 'challenge file')
    .argument('[response]', 'what the worker answered')
    .addHelpText(
      'after',
      `
With a receipt only: its form, its signature, and that it starts from the
task's inputs. With challenge and response, each drawn cell is run again on the
CPU from the bytes that the worker committed to: wrong words are fraud, whatever
the device was. Versions that the challenge names as held are looked for beside
the receipt.
${OUTCOMES.trim()} 3 is for a damaged file or a receipt that is no claim of its
worker, 4 for a file that is missing or belongs to another task.

Examples:
  assay verify receipt.assay --task task.assay --job edges.job
  assay verify result/receipt.assay challenge.assay response.assay \\
    --proof fraud-proof.assay`,
    )
    .action(
      async (
        receipt: string,
        asked: string | undefined,
        response: string | undefined,
        options: VerifyOptions,
        command: Command,
      ) => onStatus(await verify(receipt, asked, response, options, output(command), signal)),
    );

  onReport(onRerun(onDraw(onTerms(onInputs(asJson(program.command('audit')))))))
    .description('challenge, respond and verify in one, on a run of your own')
    .argument('<receipt>', "receipt file in the run's directory")
    .addHelpText(
      'after',
      `
What a worker or an operator tries first: would this run stand an audit? The
seed is random, or --seed. Nothing is written but what --proof and --html name.
${OUTCOMES.trim()} 5 says that the run, made again, is not what the receipt commits
to.

Example:
  assay audit result/receipt.assay --catch 1%`,
    )
    .action(async (receipt: string, options: AuditOptions, command: Command) =>
      onStatus(await audit(receipt, options, output(command), signal)),
    );

  onTerms(asJson(program.command('prove-fraud')))
    .description('make of a finding a file that convinces others')
    .argument('<receipt>', 'the receipt that is accused')
    .argument('[challenge]', 'challenge file')
    .argument('[response]', 'what the worker answered')
    .option('--other <RECEIPT>', 'instead: another receipt of this worker on this task, with another trace')
    .requiredOption('--out <FILE>', 'new file')
    .addHelpText(
      'after',
      `
The proof holds job, task, the culprit cell and what it needs. Whoever has it
and the receipt reaches the same verdict: assay judge. Ends with status 4, and
writes nothing, where there is nothing to prove.`,
    )
    .action(
      (
        receipt: string,
        asked: string | undefined,
        response: string | undefined,
        options: ProveOptions,
        command: Command,
      ) => proveFraud(receipt, asked, response, options, output(command), signal),
    );

  asJson(program.command('judge'))
    .description('judge a fraud proof: it and the receipt are all that is read')
    .argument('<proof>', 'fraud proof file')
    .argument('<receipt>', 'the receipt that is accused')
    .addHelpText(
      'after',
      `
Ends with status 7 if the proof shows fraud, 9 if it shows that the job is at
fault, 10 if it shows nothing, 11 if the cell costs more than any judge has to
run, and 3 if the receipt is no claim of its worker.`,
    )
    .action((proof: string, receipt: string, _options: unknown, command: Command) =>
      onStatus(judge(proof, receipt, output(command))),
    );

  declareDescend(program, setting);
}

function declareDescend(program: Command, { signal, output, onStatus }: Setting): void {
  onRerun(onTerms(onInputs(asJson(program.command('descend')))))
    .description('where your own run differs: make the worker show the bytes')
    .argument('<receipt>', "receipt file in the worker's directory")
    .option('--own <DIR>', 'a run of your own; without it the job is run now, on the CPU')
    .option('--into <NAME>', 'the version that is expected to differ first')
    .option('--out <FILE>', 'new file for the fraud proof (default: fraud-proof.assay beside the receipt)')
    .addHelpText(
      'after',
      `
Plays both sides. The worker, who has what lies in the receipt's directory,
shows what is asked for, level by level of the tree of hashes, until one chunk
is bare that your run has otherwise. Your own earlier versions and that chunk
make a fraud proof. Bytes that were not kept are made again if the CPU gives
what was signed; else the run must have been one with --keep all. Ends with
status 0 if the runs agree, 4 if the worker's bytes are not to be had, 7 for
fraud, 9 if the job is at fault, 10 if it was your run that was wrong.

Example:
  assay descend theirs/receipt.assay --own mine`,
    )
    .action(async (receipt: string, options: DescendOptions, command: Command) =>
      onStatus(await descend(receipt, options, output(command), signal)),
    );
}

function onTerms(command: Command): Command {
  return command
    .option('--job <FILE>', 'the job, if it is not beside the receipt')
    .option('--task <FILE>', 'the task, if it is not beside the receipt')
    .option('--costs <FILE>', "the cost table that the task's policy names, if it is not beside the receipt");
}

function onInputs(command: Command): Command {
  return command.option('--input <name=FILE>', 'an input, if it is not beside the receipt; once for each', collect);
}

function onDraw(command: Command): Command {
  return command
    .option('--samples <COUNT>', 'how many cells', toSamples)
    .option('--catch <SHARE>', 'the share of wrong cells that is to be caught (default: 10%)', toShare)
    .option('--miss <PROBABILITY>', 'the probability with which it may be missed (default: 1e-6)', toProbability)
    .addOption(
      new Option('--seed <HEX>', 'a seed of your own: 64 hexadecimal digits')
        .argParser(toHex32)
        .conflicts(['beaconRound', 'beaconValue', 'secret']),
    );
}

/** For commands that make again what was not kept. */
function onRerun(command: Command): Command {
  return command
    .option('--threads <COUNT>', 'threads for the CPU (default: as many as the machine runs at once)', toThreads)
    .option('--deadline <SECONDS>', 'most time that a run may take', toSeconds, 600);
}

function onReport(command: Command): Command {
  return command
    .option('--proof <FILE>', 'new file for the fraud proof, where there is one')
    .option('--html <FILE>', 'new file for a page that shows the audit');
}
