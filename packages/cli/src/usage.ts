/** A command line that cannot be understood. No AssayError: nothing has been asked of Assay yet. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** `usage.unknown-option`, …: stable. */
  readonly code: string;
  /** The command that was given, as far as it was understood: `assay job edges`. */
  readonly command: string;

  constructor(code: string, command: string, message: string) {
    super(message);
    this.code = code;
    this.command = command;
  }
}

const codes: Readonly<Record<string, string>> = {
  'commander.help': 'usage.no-command',
  'commander.unknownCommand': 'usage.unknown-command',
  'commander.unknownOption': 'usage.unknown-option',
  'commander.missingArgument': 'usage.missing-argument',
  'commander.missingMandatoryOptionValue': 'usage.missing-option',
  'commander.optionMissingArgument': 'usage.missing-value',
  'commander.invalidArgument': 'usage.wrong-value',
  'commander.conflictingOption': 'usage.conflicting-options',
  'commander.excessArguments': 'usage.too-many-arguments',
};

/** The error for what Commander (the parser) says of a command line. */
export function fromParser(
  { code, message }: { readonly code: string; readonly message: string },
  command: string,
): UsageError {
  // "error: option '--x' …\n(Did you mean --y?)" and the like.
  const text = message
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
    .replace(/\.$/, '')
    .replace(
      /^option '(?:-\w, )?(--[\w-]+).*?' argument '(.*)' is invalid\. Expected (.*)$/,
      '$1: expected $3, got $2',
    );
  return new UsageError(
    codes[code] ?? 'usage.wrong',
    command,
    code === 'commander.help' ? 'no command was given' : text,
  );
}
