"""`python foreign_client.py ADDRESS COOKIES TOKEN FILE KEY [UPLOAD]`: tuspy, by others, sends a file, or its rest.

A process of its own, so that a test can end it at any moment. It prints where it sends to, and in the end how far it
came, or what it was told.
"""

import sys
from urllib.parse import urlsplit

from tusclient.client import TusClient
from tusclient.exceptions import TusUploadFailed


def main(address: str, cookies: str, token: str, file: str, key: str, upload: str = "") -> None:
    here = "{0.scheme}://{0.netloc}".format(urlsplit(address))
    client = TusClient(address, headers={"Cookie": cookies, "X-CSRF": token, "Origin": here})
    named = {"filename": file.rpartition("/")[2], "key": key}
    sends = client.uploader(file, url=upload or None, metadata=named, chunk_size=500_000)
    if not upload:
        sends.set_url(sends.create_url())
    print(sends.url, sends.get_offset(), flush=True)
    try:
        sends.upload()
    except TusUploadFailed as refused:
        print(refused.status_code, bytes(refused.response_content).decode(), flush=True)
    else:
        print("whole", sends.offset, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
