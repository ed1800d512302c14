import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Answer, Facts, Greeting, Request, Stage } from './protocol.js';
import { watch } from './reaper.js';

const ROOT: string = fileURLToPath(new URL('../../', import.meta.url));

/** Where whoever built an engine had its sources. */
const CRATES = /\/\S*?\/registry\/src\/[^/\s]+\//g;

/** How an engine's program is started. */
export interface Program {
  /** `dawn`, `deno`. */
  readonly name: string;
  /** With its version: `Dawn (webgpu 0.6.2)`. */
  readonly title: string;
  readonly executable: string;
  readonly parameters: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** What came of a request. */
export type Reply =
  /** Words of each written binding, by number; empty where nothing was dispatched. */
  | { readonly kind: 'done'; readonly outputs: ReadonlyMap<number, Int32Array> }
  | { readonly kind: 'refused'; readonly stage: Stage; readonly message: string }
  | { readonly kind: 'crashed' | 'timed-out'; readonly message: string }
  /** The engine could not be started again. */
  | { readonly kind: 'absent'; readonly message: string };

export interface EngineOptions {
  /** From a request to its answer. Default: {@link DEADLINE_MS}. */
  readonly deadlineMs?: number;
}

/** A compiler takes milliseconds and a dispatch of these sizes less, but a machine may be busy. */
export const DEADLINE_MS = 60_000;
/** A driver's first start compiles caches. */
const START_DEADLINE_MS = 60_000;
/** What is kept of the error stream for a message. */
const WORDS_LENGTH = 8_000;
/** What is told of it. */
const TOLD_LENGTH = 600;

/**
 * An engine in a process of its own. Requests take turns. One that the process does not survive, or that it does not answer
 * in time, has that for a reply; the next request starts a new process, and none is asked twice.
 */
export class Engine {
  readonly #program: Program;
  readonly #deadlineMs: number;
  #session: Session | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #isClosed = false;
  /** The adapter, as the first process saw it. */
  readonly facts: Facts;
  /** How often a process ended while nothing was asked of it. */
  #idleDeaths: string[] = [];

  /** Starts the engine; a sentence where there is none. */
  static async start(program: Program, options: EngineOptions = {}): Promise<Engine | string> {
    const session = await open(program);
    return typeof session === 'string' ? session : new Engine(program, session, options.deadlineMs ?? DEADLINE_MS);
  }

  private constructor(program: Program, session: Session, deadlineMs: number) {
    this.#program = program;
    this.#session = session;
    this.#deadlineMs = deadlineMs;
    this.facts = session.facts;
  }

  get name(): string {
    return this.#program.name;
  }

  get title(): string {
    return this.#program.title;
  }

  /** What the process said last when it ended without a request: each is a fault that no case has. */
  get idleDeaths(): readonly string[] {
    return this.#idleDeaths;
  }

  ask(request: Request): Promise<Reply> {
    const reply = this.#turn.then(() => this.#ask(request));
    this.#turn = reply;
    return reply;
  }

  /** Kills the process; what is still asked is not answered by it. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#session?.end();
    await this.#turn;
  }

  async #ask(request: Request): Promise<Reply> {
    if (this.#isClosed) return { kind: 'absent', message: 'the engine was closed' };
    if (this.#session?.ending !== undefined) {
      this.#idleDeaths.push(this.#session.ending);
      this.#session = undefined;
    }
    if (this.#session === undefined) {
      const session = await open(this.#program);
      if (typeof session === 'string') return { kind: 'absent', message: session };
      this.#session = session;
    }
    const reply = await this.#session.ask(request, this.#deadlineMs);
    const isOver = reply.kind === 'crashed' || reply.kind === 'timed-out';
    if (isOver) {
      await this.#session.end();
      this.#session = undefined;
    }
    return reply;
  }
}

/** A running process that has greeted. */
interface Session {
  readonly facts: Facts;
  /** Why the process is no more, once it is. */
  readonly ending: string | undefined;
  ask(request: Request, deadlineMs: number): Promise<Reply>;
  /** Kills it and settles when it is gone. */
  end(): Promise<void>;
}

/** Resolves to a sentence where the program does not start or has no adapter. */
async function open({ executable, parameters, env }: Program): Promise<Session | string> {
  const child = spawn(executable, parameters, { env, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
  watch(child);
  const conversation = new Conversation(child);
  const greeting = await conversation.next(START_DEADLINE_MS);
  if (typeof greeting === 'string' || greeting === undefined || 'absent' in (greeting as Greeting)) {
    await conversation.end();
    if (greeting === undefined) return `did not start within ${START_DEADLINE_MS / 1000} s`;
    return typeof greeting === 'string' ? greeting : (greeting as { absent: string }).absent;
  }
  let id = 0;
  return {
    facts: (greeting as { ready: Facts }).ready,
    get ending() {
      return conversation.ending;
    },
    end: () => conversation.end(),
    async ask(request, deadlineMs) {
      conversation.send({ id: ++id, ...request });
      const answer = await conversation.next(deadlineMs);
      if (answer === undefined) return { kind: 'timed-out', message: `no answer within ${deadlineMs / 1000} s` };
      if (typeof answer === 'string') return { kind: 'crashed', message: answer };
      return toReply(answer as Answer);
    },
  };
}

function toReply({ outputs = {}, error }: Answer): Reply {
  if (error === undefined) {
    const words = Object.entries(outputs).map(([binding, list]) => [Number(binding), Int32Array.from(list)] as const);
    return { kind: 'done', outputs: new Map(words) };
  }
  const { stage, message } = error;
  return stage === 'lost'
    ? { kind: 'crashed', message: `device lost: ${message}` }
    : { kind: 'refused', stage, message };
}

/** Lines of JSON from a process, one after the other. */
class Conversation {
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  #rest = '';
  #words = '';
  #ending: string | undefined;
  readonly #messages: unknown[] = [];
  #wake: () => void = () => {};

  constructor(child: ChildProcess) {
    this.#child = child;
    child.stdin?.on('error', () => {}); // its end is reported by `close`
    child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#words = (this.#words + text).slice(-WORDS_LENGTH);
    });
    this.#gone = new Promise((resolve) => {
      const end = (how: string): void => {
        const words = lastWords(this.#words);
        this.#ending ??= words === '' ? how : `${how}: ${words}`;
        this.#wake();
        resolve();
      };
      // After `close` nothing more can come; `exit` may overtake the last words.
      child.once('close', (code, signal) => end(`the process ended (${signal ?? `exit code ${code}`})`));
      child.once('error', (error) => end(error.message));
    });
  }

  get ending(): string | undefined {
    return this.#ending;
  }

  send(message: unknown): void {
    this.#child.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  /** The next message; how the process ended, as a string; or undefined after the deadline. */
  async next(deadlineMs: number): Promise<unknown> {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.#wake();
    }, deadlineMs);
    while (this.#messages.length === 0 && this.#ending === undefined && !isLate) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    clearTimeout(timer);
    return this.#messages.length > 0 ? this.#messages.shift() : this.#ending;
  }

  end(): Promise<void> {
    this.#child.kill('SIGKILL');
    return this.#gone;
  }

  /** Drivers may write to the stream as well: what is no object is theirs. */
  #read(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const message = parsed(line);
      if (message === undefined) this.#words = `${this.#words}${line}\n`.slice(-WORDS_LENGTH);
      else this.#messages.push(message);
    }
    this.#wake();
  }
}

/** Of a panic the place and the message, which stand above much else; else the end. No folder of any machine. */
function lastWords(words: string): string {
  const told = words.replaceAll(ROOT, '').replaceAll(CRATES, '').trim();
  const panic = told.search(/\bpanicked at\b/);
  return panic === -1 ? told.slice(-TOLD_LENGTH) : told.slice(panic).split('\n', 2).join(' ').slice(0, TOLD_LENGTH);
}

function parsed(line: string): unknown {
  if (!line.startsWith('{"')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
