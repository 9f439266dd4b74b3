/** What `offloop doctor` finds, as data. */
import type { Project } from '@offloop/analysis'
import type { Codemod } from '../define-codemod.ts'
import { countsOf } from './counts.ts'
import type { Count } from './counts.ts'
import { lookAround } from './surroundings.ts'

/** All that is said of a project. */
export interface Diagnosis {
  readonly name: string
  readonly files: number
  readonly modules: 'ES modules' | 'CommonJS'
  readonly isTypeScript: boolean
  readonly isWorkspace: boolean
  /** The Node that runs this, and what the manifest asks for. */
  readonly node: string
  readonly engines: string | undefined
  /** Frameworks whose handlers are registered, with how many. */
  readonly frameworks: readonly (readonly [name: string, handlers: number])[]
  readonly testRunner: string | undefined
  readonly testCommand: string | undefined
  /** Files in the project's folder that may be reports of the detector. */
  readonly reports: readonly string[]
  /** How the command line is called here: it is a dependency, or fetched for the occasion. */
  readonly program: string
  readonly hasLint: boolean
  /** Blocking calls that can run on the loop, and all of them. */
  readonly blocking: { readonly onLoop: number; readonly all: number }
  readonly counts: readonly Count[]
  readonly problems: readonly string[]
}

/** Looks at a project; writes nothing. */
export function diagnose(project: Project, codemods: readonly Codemod[], onCodemod: (name: string) => void): Diagnosis {
  const around = lookAround(project.root)
  const handlers = new Map<string, number>()
  for (const { kind, framework = 'others' } of project.reachability().roots.values())
    if (kind === 'handler') handlers.set(framework, (handlers.get(framework) ?? 0) + 1)
  const calls = project.blockingCalls()
  const { name = 'this project', version } = around.manifest ?? {}
  return {
    name: version === undefined ? name : `${name} ${version}`,
    files: project.files().length,
    modules: around.manifest?.type === 'module' ? 'ES modules' : 'CommonJS',
    isTypeScript: around.isTypeScript,
    isWorkspace: around.isWorkspace,
    node: process.versions.node,
    engines: around.manifest?.engines?.node,
    frameworks: [...handlers].sort((a, b) => b[1] - a[1]),
    testRunner: around.testRunner,
    testCommand: around.testCommand,
    reports: around.reports,
    program: around.has('@offloop/codemods') ? 'npx offloop' : 'npx @offloop/codemods',
    hasLint: around.has('@offloop/eslint-plugin'),
    blocking: { onLoop: calls.filter((each) => each.reach === 'loop').length, all: calls.length },
    counts: countsOf(project, codemods, onCodemod),
    problems: project.problems.map((each) => each.message),
  }
}
