/** The link to the thread that started this one, if this is one of ours. */
import { shared } from '../process-state.ts'
import type { Link } from './link.ts'

const parent = shared('parent', (): { link: Link | undefined } => ({ link: undefined }))

/** Notes the link to the starter; called once by a thread's entry. */
export const setParent = (link: Link): void => void (parent.link = link)

/** The link to the starter; undefined on the main thread. */
export const parentLink = (): Link | undefined => parent.link
