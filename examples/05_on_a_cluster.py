"""Can it run on several machines? The same sweep on a dask cluster, with the identical result."""

import belarusgame as bg

DRAWS = 500_000


def main():
    scenario = bg.load_scenario("belarus-2022")
    here = bg.explore.sweep(scenario, DRAWS, seed=1, logit=0, conventions=False)
    print(here.share({"lukashenko": "join"}), "\n")
    try:
        from dask.distributed import Client, LocalCluster
    except ImportError:
        print("dask is not installed, so nothing ran on a cluster; it comes with belarusgame[cluster].")
        return
    # Two processes of this machine; Client("tcp://scheduler:8786") would use a cluster that is running.
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        there = bg.explore.sweep(scenario, DRAWS, seed=1, executor=client, logit=0, conventions=False)
    same = [(f, t.count) for f, t in here.counts] == [(f, t.count) for f, t in there.counts]
    print("The cluster gave the identical result." if same else "The results differ!")


if __name__ == "__main__":  # the workers import this file
    main()
