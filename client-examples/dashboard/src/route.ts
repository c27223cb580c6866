// The page that the address names: #/, #/fits/ID, #/batches, #/server, #/workbench.
import { useEffect, useState } from "preact/hooks";

export interface Route {
  page: string;
  // What stands behind the page's name; empty if nothing does.
  item: string;
}

export function parseRoute(hash: string): Route {
  const [page = "", ...rest] = hash.replace(/^#?\/?/, "").split("/");
  let item = rest.join("/");
  try {
    item = decodeURIComponent(item);
  } catch {
    // Taken as it stands.
  }
  return { page: page === "" ? "fits" : page, item };
}

export function fitAddress(fitId: string): string {
  return `#/fits/${encodeURIComponent(fitId)}`;
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const follow = () => setRoute(parseRoute(location.hash));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return route;
}
