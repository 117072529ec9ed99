/* The floor: epoll, and one send() after the other. Every websocket gets the frame that stands in the file argv[2]. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST 65536

static char frame[65536];
static int frame_size, epoll, sockets[MOST], count;

static uint32_t left(uint32_t n, int by) { return n << by | n >> (32 - by); }

static void sha1(const unsigned char *text, size_t size, unsigned char *out) {
    uint32_t h[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0}, w[80];
    unsigned char data[256] = {0};
    size_t blocks = (size + 8) / 64 + 1;
    memcpy(data, text, size);
    data[size] = 0x80;
    for (int i = 0; i < 8; i++) data[blocks * 64 - 1 - i] = (uint64_t)size * 8 >> (8 * i);
    for (size_t b = 0; b < blocks; b++) {
        for (int i = 0; i < 16; i++) memcpy(&w[i], data + b * 64 + i * 4, 4), w[i] = ntohl(w[i]);
        for (int i = 16; i < 80; i++) w[i] = left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
        uint32_t a = h[0], c = h[1], d = h[2], e = h[3], f = h[4];
        for (int i = 0; i < 80; i++) {
            uint32_t mix = i < 20 ? ((c & d) | (~c & e)) + 0x5A827999 : i < 40 ? (c ^ d ^ e) + 0x6ED9EBA1
                         : i < 60 ? ((c & d) | (c & e) | (d & e)) + 0x8F1BBCDC : (c ^ d ^ e) + 0xCA62C1D6;
            uint32_t next = left(a, 5) + mix + f + w[i];
            f = e, e = d, d = left(c, 30), c = a, a = next;
        }
        h[0] += a, h[1] += c, h[2] += d, h[3] += e, h[4] += f;
    }
    for (int i = 0; i < 20; i++) out[i] = h[i / 4] >> (24 - i % 4 * 8);
}

static void base64(const unsigned char *in, char *out) { /* of 20 bytes */
    const char *signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < 21; i += 3) {
        uint32_t three = in[i] << 16 | in[i + 1] << 8 | (i + 2 < 20 ? in[i + 2] : 0);
        for (int k = 0; k < 4; k++) *out++ = signs[three >> (18 - 6 * k) & 63];
    }
    out[-1] = '=', *out = 0;
}

static void answer(int socket, char *request) {
    char reply[512], both[128], accept[32], *key = strcasestr(request, "sec-websocket-key: ");
    unsigned char hash[21] = {0};
    if (key) {
        snprintf(both, sizeof both, "%.24s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key + 19);
        sha1((unsigned char *)both, strlen(both), hash);
        base64(hash, accept);
        int size = snprintf(reply, sizeof reply,
            "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n", accept);
        if (send(socket, reply, size, MSG_NOSIGNAL) == size && count < MOST) sockets[count++] = socket;
    } else {
        char *times = strstr(request, "count=");
        for (int n = times ? atoi(times + 6) : 0; n > 0; n--)
            for (int i = 0; i < count; i++)
                if (send(sockets[i], frame, frame_size, MSG_NOSIGNAL) != frame_size) exit(3);
        const char *sent = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nsent";
        if (send(socket, sent, strlen(sent), MSG_NOSIGNAL) < 0) exit(4);
        close(socket);
    }
}

static void take(int socket) {
    char request[4096];
    int size = recv(socket, request, sizeof request - 1, 0);
    if (size <= 0) {
        if (size < 0 && errno == EAGAIN) return;
        for (int i = 0; i < count; i++) if (sockets[i] == socket) { sockets[i] = sockets[--count]; break; }
        close(socket);
        return;
    }
    request[size] = 0;
    if (!strncmp(request, "GET ", 4)) answer(socket, request); /* what a websocket says is not listened to */
}

int main(int many, char **words) {
    int on = 1, door = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(atoi(words[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct epoll_event event = {.events = EPOLLIN, .data.fd = door}, ready[512];
    int file = open(words[many - 1], O_RDONLY);
    if ((frame_size = read(file, frame, sizeof frame)) <= 0) return 1;
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(door, (struct sockaddr *)&here, sizeof here) || listen(door, 4096)) return 2;
    epoll = epoll_create1(0);
    epoll_ctl(epoll, EPOLL_CTL_ADD, door, &event);
    for (;;) {
        int found = epoll_wait(epoll, ready, 512, -1);
        for (int i = 0; i < found; i++) {
            if (ready[i].data.fd != door) { take(ready[i].data.fd); continue; }
            for (int socket; (socket = accept4(door, 0, 0, SOCK_NONBLOCK)) >= 0;) {
                setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                event.data.fd = socket;
                epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event);
            }
        }
    }
}
