/** What to use in place of a blocking call, in words. */
import type { BlockingApi } from './entry.ts'

/** The async twin, with how it differs; or a thread where there is none. Markdown, to follow "Use". */
export function remedyText(api: BlockingApi): string {
  if (api.remedy === 'offload' || !api.twin) {
    return api.threadSensitive ? '`syncToAsync` with the thread that owns the handle' : '`syncToAsync` (it has no async twin)'
  }
  const { module, name, form, note } = api.twin
  const from = `\`${name}\` of \`${module}\``
  if (form === 'promisify') return `${from} through \`promisify\``
  return (form === 'manual' || form === 'spawn') && note
    ? `${from} (${note.charAt(0).toLowerCase()}${note.slice(1).replace(/\.$/u, '')})`
    : from
}
