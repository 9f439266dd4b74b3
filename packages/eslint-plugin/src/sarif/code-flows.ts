/** A chain as SARIF draws it: one code flow with a location per step. */
import type { Chain, ChainStep, Place } from '@offloop/analysis'
import type { CodeFlow, Region, ThreadFlowLocation } from 'sarif'
import { calleeText } from '../wording.ts'
import type { FoundChain } from './chains.ts'
import type { TextLines } from './text-lines.ts'
import { fileLocation } from './uris.ts'

/** From where the loop begins, through each call, to what blocks. */
export function codeFlowOf({ chain, linesOf }: FoundChain, cwd: string): CodeFlow {
  const step = (place: Place, region: Region, text: string, nestingLevel: number): ThreadFlowLocation => ({
    location: { physicalLocation: { artifactLocation: fileLocation(place.file, cwd), region }, message: { text } },
    nestingLevel,
  })
  const { root } = chain
  const calls = callsOf(chain)
  const below = calls.map(({ name, place }, at) => {
    const callee = `\`${calleeText(name)}\``
    const text = at === calls.length - 1 ? `${callee} blocks` : `calls ${callee}`
    return step(place, spanOf(place, linesOf(place.file)), text, at + 1)
  })
  // The region of the root would be its whole function; where that begins is enough.
  return { threadFlows: [{ locations: [step(root.place, startOf(root.place), `\`${root.name}\` begins here`, 0), ...below] }] }
}

/** The first step may be the root itself. */
function callsOf({ root, steps }: Chain): readonly ChainStep[] {
  const [first, ...rest] = steps
  const isRoot = first?.place.file === root.place.file && first.place.start === root.place.start
  return isRoot && rest.length > 0 ? rest : steps
}

function startOf({ line, column }: Place): Region {
  return { startLine: line, startColumn: column }
}

function spanOf(place: Place, lines: TextLines): Region {
  return lines.region(place.start - lines.markLength, place.end - lines.markLength) ?? startOf(place)
}
