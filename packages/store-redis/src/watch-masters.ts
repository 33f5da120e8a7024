import type { Cluster, Redis } from 'ioredis';

/**
 * Calls back when the slots of a cluster are served by other nodes than before, as far as its client knows: at once if it was
 * sent elsewhere, otherwise when it next looks. A replica that was promoted is no new node, so `+node` need not tell.
 *
 * Answers with what ends it.
 */
export function watchMasters(client: Redis | Cluster, onChange: () => void): () => void {
  if (!client.isCluster) return () => {};
  const cluster = client as Cluster;
  let known: string | undefined;
  const onRefresh = () => {
    const nodes = cluster.nodes('master').map(({ options: { host, port } }) => `${host}:${port}`);
    const masters = nodes.sort().join(' ');
    if (known !== undefined && masters !== known) onChange();
    known = masters;
  };
  client.on('refresh', onRefresh);
  return () => client.off('refresh', onRefresh);
}
