import type { Finding } from '../finding.js';
import type * as workspaces from '../workspace.js';

const MAX_LINES = 600;
const GRAB_BAG = /(?:^|\/)(?:utils?|helpers?|common|misc|types)(?:\.[a-z]+)*(?:\/|\.[cm]?[jt]s$)/;
const CODE = /\.[cm]?[jt]s$/;

/** A file holds one idea: it has a noun for a name, and at most 600 lines (tests and generated tables aside). */
export function check(workspace: workspaces.Workspace): readonly Finding[] {
  const named = workspace.files
    .filter((file) => CODE.test(file) && GRAB_BAG.test(file))
    .map((where) => ({ where, what: 'the name says nothing', mend: 'Name it by the thing that it holds.' }));
  const long = [...workspace.modules.values()].flatMap(({ path, unit, isTest, isGenerated, text }) => {
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    if (!unit.isPackage || isTest || isGenerated || lines <= MAX_LINES) return [];
    return [{ where: path, what: `${lines} lines, at most ${MAX_LINES} are wanted`, mend: 'Split it by idea.' }];
  });
  return [...named, ...long];
}
