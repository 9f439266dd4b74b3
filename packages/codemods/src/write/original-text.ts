/** The text of a file before a migration: of a source, or of a package.json that its sources need changed. */
import type { Project } from '@offloop/analysis'
import { readFileSync } from 'node:fs'

const others = new WeakMap<Project, Map<string, string>>()

/** As it was when it was first asked for, so that a change in between is seen when it is written. */
export function originalText(project: Project, file: string): string {
  const source = project.text(file)
  if (source !== undefined) return source
  let read = others.get(project)
  if (!read) others.set(project, (read = new Map()))
  let text = read.get(file)
  if (text === undefined) read.set(file, (text = readFileSync(file, 'utf8')))
  return text
}
