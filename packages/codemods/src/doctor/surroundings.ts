/** What a project is made of, as its manifest and its files say: module system, tests, tools, reports of the detector. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The part of a manifest that is read. */
export interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly type?: string
  readonly workspaces?: unknown
  readonly engines?: { readonly node?: string }
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

/** What stands around the sources of a project. */
export interface Surroundings {
  readonly manifest: Manifest | undefined
  /** Its `tsconfig.json` is there. */
  readonly isTypeScript: boolean
  readonly isWorkspace: boolean
  /** `npm test`, where the manifest has a script for it. */
  readonly testCommand: string | undefined
  /** What runs the tests, as the script or a dependency names it. */
  readonly testRunner: string | undefined
  /** JSON lines in the project's folder that may be reports of the detector. */
  readonly reports: readonly string[]
  has(dependency: string): boolean
}

const runners = ['vitest', 'jest', 'mocha', 'ava', 'tap', 'tape', 'uvu', 'jasmine', 'node --test', '@playwright/test']
/** What `npm init` writes where there is no test. */
const noTest = /no test specified/u

/** Reads the manifest and the names beside it. @throws SyntaxError for a manifest that is no JSON */
export function lookAround(root: string): Surroundings {
  const names = readdirSync(root)
  const manifest = names.includes('package.json') ? (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest) : undefined
  const all = { ...manifest?.devDependencies, ...manifest?.dependencies }
  const script = manifest?.scripts?.['test']
  const isTested = script !== undefined && !noTest.test(script)
  return {
    manifest,
    isTypeScript: names.includes('tsconfig.json'),
    isWorkspace: manifest?.workspaces !== undefined || names.includes('pnpm-workspace.yaml'),
    testCommand: isTested ? 'npm test' : undefined,
    testRunner: runners.find((each) => script?.includes(each)) ?? (isTested ? runners.find((each) => Object.hasOwn(all, each)) : undefined),
    reports: names.filter((each) => each.endsWith('.jsonl')),
    has: (dependency) => Object.hasOwn(all, dependency),
  }
}
