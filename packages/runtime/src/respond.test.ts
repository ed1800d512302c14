import { owner, receipt as receipts, verdict } from '@assay/core';
import * as core from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { type Cheat, challengeOf, type Worked, work } from '@assay/testkit';
import { type AuditResult, audit, proof } from '@assay/verify';
import { kernel } from '@assay/wgsl';
import { describe, expect, it } from 'vitest';
import { respond } from './respond.js';
