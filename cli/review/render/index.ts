import { github } from './github';
import { gitlab } from './gitlab';
import { json } from './json';
import { markdown } from './markdown';
import type { Renderer } from './renderer';
import { sarif } from './sarif';
import { summary } from './summary';
import { text } from './text';

/** Every way to write a review down. The first is what a person sees in a terminal. */
export const RENDERERS: readonly Renderer[] = [text, markdown, summary, json, sarif, github, gitlab];
