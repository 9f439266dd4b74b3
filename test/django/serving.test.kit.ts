/** Examples and what they ask, for the length of a test. */
import { copyExample } from '@offloop/dev/django/example'
import { openGate } from '@offloop/dev/django/gate'
import { openMeeting } from '@offloop/dev/django/meeting'
import type { Meeting } from '@offloop/dev/django/meeting'
import { serveExample } from '@offloop/dev/django/serve'
import type { Framework, ServedExample, ServeOptions } from '@offloop/dev/django/serve'
import { readRecords } from '@offloop/dev/demo/records'
import type { BlockingRecord } from '@offloop/dev/demo/records'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Serves a form of an example until the test has ended. */
export async function serving(name: string, form: string, framework: Framework, options?: ServeOptions): Promise<ServedExample> {
  const subject = copyExample(name, form)
  onTestFinished(() => subject.remove())
  const server = await serveExample(subject.folder, framework, options)
  onTestFinished(() => server.stop())
  return server
}

/** The same with the detector; `records` ends the server and gives what it saw. */
export async function watching(
  name: string,
  form: string,
  framework: Framework,
  env: Readonly<Record<string, string>>,
): Promise<ServedExample & { records(): Promise<BlockingRecord[]> }> {
  const report = join(temporaryFolder(), 'blocking.jsonl')
  const server = await serving(name, form, framework, { isWatched: true, env: { OFFLOOP_REPORT: report, ...env } })
  const records = async (): Promise<BlockingRecord[]> => {
    await server.stop()
    return readRecords(report)
  }
  return { ...server, records }
}

/** A folder until the test has ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-django-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A meeting that each pause of an example attends which runs with `env`. */
export async function pausing(together: number): Promise<{ meeting: Meeting; env: Readonly<Record<string, string>> }> {
  const meeting = openMeeting(together)
  const gate = await openGate(meeting)
  onTestFinished(() => gate.close())
  return { meeting, env: gate.env }
}
