/** Does a text still parse after its edits? */
import { parseFile, ParseError } from '@offloop/analysis'

/** The first error as `line: message`, or `undefined`. */
export function parseFailure(file: string, text: string): string | undefined {
  try {
    if (file.endsWith('.json')) JSON.parse(text.replace(/^\uFEFF/, ''))
    else parseFile(file, text)
    return undefined
  } catch (error) {
    if (error instanceof ParseError) return `${error.line}: ${error.message}`
    if (error instanceof SyntaxError) return `1: ${error.message}`
    throw error
  }
}
