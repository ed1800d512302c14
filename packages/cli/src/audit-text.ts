/** An audit in words. */
import { grid, type job as jobs, verdict as verdicts } from '@assay/core';
import { describe as describeChances } from './chances.js';
import type { NamedFiles } from './folder.js';
import { toCostText, toCountText, toOneLine, toSizeText, toTimeText } from './output.js';
import type { AuditSummary, StepSummary } from './summary.js';

/** Rows of the table; of jobs with more steps, those in which something is to be seen. */
const MOST_ROWS = 24;

const titles: Readonly<Record<verdicts.Outcome, string>> = {
  valid: 'Valid',
  fraud: 'Fraud',
  withheld: 'Withheld',
  'job-fault': 'The job is at fault',
  'bad-challenge': 'Not a right challenge',
  malformed: 'Malformed',
  undecided: 'Undecided',
};

/** What a proof or a question in a descent is called, whose verdicts have the outcome of a challenge's. */
const others: Readonly<Record<string, { readonly title: string; readonly fault: string }>> = {
  proof: { title: 'Not a right proof', fault: 'whoever made it' },
  descent: { title: 'Not a right question', fault: 'whoever asked it' },
};

/** Whose doing it is. */
const faults: Readonly<Record<verdicts.Fault, string>> = {
  none: 'nobody',
  signer: 'the worker, who signed it',
  bearer: 'unknown: anybody who handed the bytes on can have caused it',
  terms: 'the requester: task and job do not fit',
  job: 'the requester: it lies in the job',
  responder: 'who had to show it, if he was asked in time',
  challenger: 'the challenger',
  verifier: 'nobody: it rests on a run, or a limit, of the verifier’s own',
};

/** What versions and steps are called. */
export interface Naming {
  /** By index. */
  readonly versions: readonly { readonly name: string }[];
  readonly steps: readonly Pick<jobs.Step, 'kernel' | 'grid'>[];
}

/** A verdict in a sentence, whose fault it is, and its evidence. @param naming of the job, where it is known. */
export function describeVerdict(verdict: verdicts.Verdict, naming?: Naming): string[] {
  const { code, evidence } = verdict;
  if (verdicts.isValid(verdict)) return [];
  const outcome = verdicts.outcomeOf(verdict);
  const other = outcome === 'bad-challenge' ? others[code.split('.')[0]!] : undefined;
  const evidenceText = (name: string, value: unknown): string => {
    const text = Array.isArray(value) ? value.join(', ') : String(value);
    const version = name === 'version' ? naming?.versions[Number(value)]?.name : undefined;
    return toOneLine(version === undefined ? text : `${text} ${version}`);
  };
  return [
    `${other?.title ?? titles[outcome]}: ${verdicts.sentenceOf(verdict)} (${code})`,
    row('at fault', other?.fault ?? faults[verdicts.faultOf(verdict)]),
    ...Object.entries(evidence).map(([name, value]) => row(toOneLine(name), evidenceText(name, value))),
    ...(naming === undefined ? [] : placeRow(verdict, naming)),
  ];
}

/** Whether any cell was: else nothing is said of chances. */
export function wasLookedAt({ cells }: AuditSummary): boolean {
  return cells.length > 0;
}

/** The whole audit. */
export function describe(summary: AuditSummary): string[] {
  const { steps, cells, chances, verdict } = summary;
  const all = chances.cells;
  const first = verdicts.isValid(verdict)
    ? [
        `Valid: ${cells.length} of ${toCountText(all, 'cell')} were run again from the committed bytes, and all are right.`,
      ]
    : describeVerdict(verdict, summary);
  if (!wasLookedAt(summary)) return [...first, '', 'No cell was looked at.'];
  return [
    ...first,
    '',
    ...tableOf(steps),
    ...describeFrames(summary),
    '',
    ...describeChances(chances),
    '',
    `Checked in ${toTimeText(summary.cost.milliseconds)}: ${toCountText(cells.length, 'cell')}, ${toCostText(summary.cost.instructions)},`,
    `from ${toSizeText(summary.cost.responseBytes)} of openings; the job's versions have ${toSizeText(summary.cost.versionBytes)}.`,
  ];
}

/** `  receipt    …` */
export function row(name: string, text: string): string {
  return `  ${name.padEnd(10)} ${text}`;
}

/** The ids that a reader compares with those he asked for. */
export function describeIds(
  {
    receipt,
    worker,
    task,
    job,
    requester,
    domain,
  }: Pick<AuditSummary, 'receipt' | 'worker' | 'task' | 'job' | 'requester' | 'domain'>,
  named: NamedFiles,
): string[] {
  return [
    row('receipt', receipt),
    row('signed by', worker.publicKey),
    row('task', `${task} (${originOf(named.task)})`),
    row('job', `${job} (${originOf(named.job)})`),
    row('requester', `${requester.publicKey}, domain ${domain}`),
  ];
}

function originOf(option: string | undefined): string {
  return option === undefined ? 'beside the receipt' : 'as named';
}

function describeFrames({ frames: { unchanged, changed } }: AuditSummary): string[] {
  const all = unchanged + changed;
  if (all === 0) return [];
  return ['', `Words that no cell owns: ${all} ${all === 1 ? 'stretch' : 'stretches'} compared, ${changed} changed.`];
}

/** Where in the grid the cell lies. */
function placeRow({ evidence }: verdicts.Verdict, { steps }: Naming): string[] {
  const { step, workgroup } = evidence;
  const found = typeof step === 'number' ? steps[step] : undefined;
  if (found === undefined || typeof workgroup !== 'number') return [];
  const [x, y] = found.grid;
  const place = [workgroup % x, Math.floor(workgroup / x) % y, Math.floor(workgroup / (x * y))];
  return [row('cell', `${place.join(',')} of ${grid.toText(found.grid)}, kernel ${toOneLine(found.kernel)}`)];
}

function tableOf(steps: readonly StepSummary[]): string[] {
  const isOdd = ({ wrong, races, withheld, undecided }: StepSummary): boolean =>
    wrong + races + withheld + undecided > 0;
  const shown = steps.length <= MOST_ROWS ? steps : steps.filter(isOdd).slice(0, MOST_ROWS);
  const total = (name: Count): number => steps.reduce((sum, step) => sum + step[name], 0);
  const counts = columns.filter(({ isRare, name }) => !isRare || total(name) > 0);
  const rows = [
    ['step', ...counts.map(({ title }) => title)],
    ...shown.map((step) => [`${step.step} ${step.kernel}`, ...counts.map(({ name }) => String(step[name]))]),
  ];
  if (steps.length > 1) rows.push([`all ${steps.length}`, ...counts.map(({ name }) => String(total(name)))]);
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((each) => each[column]!.length)));
  const lines = rows.map(([first = '', ...others]) =>
    ['', first.padEnd(widths[0]!), ...others.map((text, i) => text.padStart(widths[i + 1]!))].join('  '),
  );
  return total('differs') === 0 ? lines : [...lines, DIFFERS];
}

const DIFFERS = '  differs: by the compiled executor; the interpreter was not asked, one wrong cell is enough';

type Count = 'cells' | 'right' | 'wrong' | 'differs' | 'races' | 'withheld' | 'undecided' | 'notLookedAt';

/** Of the table. Rare ones are shown where there is something in them. */
const columns: readonly { readonly name: Count; readonly title: string; readonly isRare?: true }[] = [
  { name: 'cells', title: 'cells' },
  { name: 'right', title: 'right' },
  { name: 'wrong', title: 'wrong' },
  { name: 'differs', title: 'differs', isRare: true },
  { name: 'races', title: 'no meaning', isRare: true },
  { name: 'withheld', title: 'withheld' },
  { name: 'undecided', title: 'undecided', isRare: true },
  { name: 'notLookedAt', title: 'not looked at' },
];
