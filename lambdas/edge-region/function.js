import cf from 'cloudfront';

const ORIGINS = {};

/** Reads from the bucket of the viewer's own Region, where its country has one; else from where the behaviour says. */
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls the function of this name
function handler(event) {
  const request = event.request;
  // CloudFront sets it, over whatever a viewer sends under that name.
  const country = request.headers['cloudfront-viewer-country'];
  // biome-ignore lint/suspicious/noPrototypeBuiltins: this runtime has no Object.hasOwn ("JavaScript runtime 2.0 features for CloudFront Functions")
  if (!country || !Object.prototype.hasOwnProperty.call(ORIGINS.countries, country.value)) return request;
  const ids = ORIGINS.groups[ORIGINS.countries[country.value]];
  if (ids.length === 1) cf.selectRequestOriginById(ids[0]);
  else
    cf.createRequestOriginGroup({
      originIds: ids.map((id) => ({ originId: id })),
      failoverCriteria: { statusCodes: ORIGINS.statusCodes },
    });
  return request;
}
