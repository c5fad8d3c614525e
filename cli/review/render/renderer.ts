import type { ReviewResult } from '../model';

/** What a renderer may want besides the review. */
export interface RenderContext {
  /** The config file by the path that a repository has for it (`platform.config.ts`), and its text, to point at lines. */
  readonly config?: { readonly file: string; readonly text: string };
  /** Fingerprints of the review before this one, where it is known. */
  readonly previous?: readonly string[];
}

/** Writes a review down. Pure: the same review and context give the same bytes. */
export interface Renderer {
  /** As `--format` names it. */
  readonly format: string;
  /** One line for `--help`. */
  readonly help: string;
  /** `file`: one text, to a file or to stdout. `folder`: several files in a folder. */
  readonly into: 'file' | 'folder';
  /** @returns the texts by file name; with `into: 'file'` one, whatever its name */
  readonly render: (result: ReviewResult, context: RenderContext) => ReadonlyMap<string, string>;
}
