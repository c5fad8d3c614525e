import type { RegionName } from '../../../config/catalog';
import type { Platform } from '../../../config/platform';
import { nearest } from '../../../modules/ingress/cdn-reads';

/** Regions whose bucket CloudFront reads, in the order in which it tries them; none where it reads no bucket. */
export function readOrder({ ingress, writer, activeRegions }: Platform): RegionName[] {
  if (ingress?.front !== 'cdn' || ingress.cdn.bucket === undefined) return [];
  const standIn = nearest(writer, activeRegions);
  return standIn === undefined ? [writer] : [writer, standIn];
}
