"""Wait for pools from a notebook, in place of the loop wait_pool_for_close.

Only Python's own modules are needed, and tolokadash on the path. The token comes
from TOLOKA_TOKEN or from tolokadash's configuration.
"""

import json
import subprocess


def tolokadash(*arguments):
    """Run a command and return its document; an exit code of 2 or 5 is an error."""
    done = subprocess.run(["tolokadash", *arguments, "-o", "json"], capture_output=True, text=True)
    if not done.stdout:
        raise RuntimeError(f"tolokadash ended with {done.returncode}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def close_pools(*ids, timeout="30m"):
    """Close pools, wait until that is done, and return one result for each."""
    return tolokadash("close", *ids, "--yes", "--timeout", timeout)["results"]


def wait_for_pools(*ids, timeout="30m"):
    """Wait for whatever runs on pools now."""
    return tolokadash("wait", *ids, "--timeout", timeout)["results"]


def follow_close(*ids):
    """Close pools and yield each change as it comes."""
    command = ["tolokadash", "close", *ids, "--yes", "-o", "ndjson", "--progress", "quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            yield json.loads(line)


if __name__ == "__main__":
    pools = tolokadash("pools", "--status", "OPEN", "--limit", "3")["pools"]
    for result in close_pools(pools[0]["id"], pools[1]["id"]):
        print(result["id"], result["state"])
        assert result["as_asked"], result
    assert wait_for_pools(pools[0]["id"]) == []
    events = list(follow_close(pools[2]["id"]))
    print(" ".join(event["type"] for event in events))
    assert events[0]["type"] == "version" and events[-1]["exit_code"] == 0
