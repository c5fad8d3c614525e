import type { CloudFrontRequestEvent, CloudFrontRequestResult } from 'aws-lambda';
import { edgeData } from './edge-data';
import { place } from './place';

/** Put before the code when it is packed. */
declare const EDGE_DATA: unknown;
const data = edgeData(EDGE_DATA);

/** Sends each write to the jurisdiction that it names: once before CloudFront asks the API. */
export const handler = async ({ Records: [record] }: CloudFrontRequestEvent): Promise<CloudFrontRequestResult> => {
  if (!record) throw new Error('The event has no record.');
  return place(record.cf.request, data);
};
