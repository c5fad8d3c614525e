import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { listed, nearest } from '../../../config/problems';
import { asInputError } from '../inputs/text';
import type { ReviewResult } from '../model';
import type { RenderContext, Renderer } from '../render/renderer';
import { UsageError } from './options';

/** A renderer, and where its text goes; nothing for stdout. */
export interface Format {
  readonly renderer: Renderer;
  readonly target?: string;
}

/**
 * `markdown=review.md,json=review.json,github`: each with its file or folder, or none for stdout.
 * @throws UsageError
 */
export function formatsIn(texts: readonly string[], renderers: readonly Renderer[]): Format[] {
  const [first] = renderers;
  if (texts.length === 0) return first ? [{ renderer: first }] : [];
  const names = renderers.map(({ format }) => format);
  return texts
    .flatMap((text) => text.split(','))
    .map((text): Format => {
      const at = text.indexOf('=');
      const [name, target] = at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
      const renderer = renderers.find(({ format }) => format === name);
      if (!renderer) {
        const near = nearest(name, names);
        throw new UsageError(
          `--format: ${JSON.stringify(name)} is no format.${near === undefined ? '' : ` Nearest: ${near}.`} There are ${listed(names)}.`,
        );
      }
      if (target === '') throw new UsageError(`--format: ${name}= names no file. Name one, or leave "=" out.`);
      if (renderer.into === 'folder' && target === undefined)
        throw new UsageError(`--format: ${name} writes several files. Name a folder: ${name}=DIR.`);
      return { renderer, ...(target !== undefined && { target }) };
    });
}

/** Writes a review in every format. All are rendered before anything is written. */
export function write(
  formats: readonly Format[],
  result: ReviewResult,
  context: RenderContext,
  out: (text: string) => void,
): void {
  const rendered = formats.map((format) => ({ ...format, texts: renderedBy(format, result, context) }));
  for (const { renderer, target, texts } of rendered) {
    try {
      if (target === undefined) for (const text of texts.values()) out(text);
      else if (renderer.into === 'file') {
        mkdirSync(path.dirname(target), { recursive: true });
        for (const text of texts.values()) writeFileSync(target, text);
      } else {
        mkdirSync(target, { recursive: true });
        for (const [name, text] of texts) writeFileSync(path.join(target, name), text);
      }
    } catch (error) {
      throw asInputError(target ?? 'standard output', error);
    }
  }
}

const renderedBy = ({ renderer }: Format, result: ReviewResult, context: RenderContext): ReadonlyMap<string, string> =>
  renderer.render(result, context);
