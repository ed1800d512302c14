import { task as tasks } from '@assay/core';
import { honest } from '@assay/testkit';
import { verifyReceipt } from '@assay/verify';
import { describe, expect, it } from 'vitest';

// Attack: settle one receipt on two settlement layers, or on a contract that the requester did not name. Rule T2.

const { terms, task, receipt, issue } = honest;
const inDomain = (domain: string): tasks.Task => ({ ...task, domain });

describe('a receipt taken to another domain', () => {
  it('control: in its own', () => {
    expect(task.domain).toBe('none');
    expect(verifyReceipt(receipt, terms).code).toBe('valid');
    const onChain = inDomain('eip155:1:0xabababababababababababababababababababab');
    expect(verifyReceipt(issue({ task: tasks.id(onChain) }), { ...terms, task: onChain }).code).toBe('valid');
  });

  it.each([
    ['none', 'ledger:test'],
    ['eip155:1:0xabababababababababababababababababababab', 'eip155:1:0xacacacacacacacacacacacacacacacacacacacac'],
    ['eip155:1:0xabababababababababababababababababababab', 'eip155:10:0xabababababababababababababababababababab'],
  ])('one signed for %s is refused in %s', (from, to) => {
    const signed = issue({ task: tasks.id(inDomain(from)) });
    expect(verifyReceipt(signed, { ...terms, task: inDomain(from) }).code).toBe('valid');
    expect(verifyReceipt(signed, { ...terms, task: inDomain(to) }).code).toBe('receipt.other-task');
  });
});
