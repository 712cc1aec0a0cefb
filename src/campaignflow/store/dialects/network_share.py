"""Whether a file lies on a network share, where SQLite's write-ahead log must not be used.

The log works through memory that all readers and writers share, which two machines do not; SQLite
cannot tell, and the file breaks (https://www.sqlite.org/wal.html: "all processes using a database must
be on the same host").
"""

from pathlib import Path, PurePath

__all__ = ["network_share", "share_in"]

_MOUNTS = Path("/proc/self/mounts")
_SHARED = {
    "9p",
    "afs",
    "ceph",
    "cifs",
    "fuse.glusterfs",
    "fuse.sshfs",
    "ncpfs",
    "nfs",
    "nfs4",
    "smb3",
    "smbfs",
}


def network_share(path: Path) -> str:
    """Return the kind of network share a file lies on, empty if on none or if nobody can tell."""
    if path.drive.startswith("\\\\"):
        return "UNC"
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    return share_in(mounts, path)


def share_in(mounts: str, path: PurePath) -> str:
    """Return the kind of network share of a path by a table of mounts as Linux writes it (fstab(5))."""
    kinds = {}
    for line in mounts.splitlines():
        _, place, kind, *_ = line.split(" ")
        kinds[PurePath(place.replace("\\040", " "))] = kind
    for folder in path.parents:
        if folder in kinds:
            return kinds[folder] if kinds[folder] in _SHARED else ""
    return ""
