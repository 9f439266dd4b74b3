/** A project in a temporary folder, for tests. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { onTestFinished } from 'vitest'
import { openProject } from './project.ts'
import type { OpenOptions, Project } from './project.ts'

/** Writes `files` (path to text) and opens them; the folder goes with the test. */
export function scratchProject(files: Readonly<Record<string, string | Buffer>>, options: OpenOptions = {}): Project {
  return openProject(scratchFolder(files), options)
}

export function scratchFolder(files: Readonly<Record<string, string | Buffer>>): string {
  const root = mkdtempSync(join(tmpdir(), 'offloop-analysis-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

/** Findings as `file:line kind: root -> … -> leaf`. */
export function findingsOf(project: Project): string[] {
  return project
    .files()
    .flatMap((file) =>
      project
        .findingsIn(file)
        .map(
          (each) =>
            `${relative(project.root, each.place.file)}:${each.place.line} ${each.kind}: ${each.chain.steps.map((step) => step.name).join(' -> ')}`,
        ),
    )
}

/** Blocking calls as `file:line api reach`. */
export function callsOf(project: Project): string[] {
  return project
    .blockingCalls()
    .map((each) => `${relative(project.root, each.place.file)}:${each.place.line} ${each.api.name} ${each.reach}`)
}
