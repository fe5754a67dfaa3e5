/* A stand-in for the runtime of AppImages: finds the image behind its own end as that does, unpacks it, starts AppRun. */
#define _GNU_SOURCE
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static long own_end(const char *self) {
    Elf64_Ehdr head;
    Elf64_Shdr last;
    FILE *file = fopen(self, "rb");
    if (!file || fread(&head, sizeof head, 1, file) != 1) return -1;
    long end = (long)(head.e_shoff + (unsigned long)head.e_shentsize * head.e_shnum);
    if (fseek(file, end - head.e_shentsize, SEEK_SET) || fread(&last, sizeof last, 1, file) != 1) return -1;
    fclose(file);
    long last_end = (long)(last.sh_offset + last.sh_size);
    return last_end > end ? last_end : end;
}

int main(int count, char **words) {
    char self[4096] = "", offset[32], place[4096], program[4200];
    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0) return 70;
    snprintf(offset, sizeof offset, "%ld", own_end(self));
    if (count > 1 && !strcmp(words[1], "--appimage-offset")) return puts(offset) < 0;
    const char *temporary = getenv("TMPDIR");
    snprintf(place, sizeof place, "%s/app-image-XXXXXX", temporary ? temporary : "/tmp");
    if (!getenv("APPIMAGE_EXTRACT_AND_RUN") || !mkdtemp(place)) return 71;
    pid_t child = fork();
    if (!child) {
        execlp("unsquashfs", "unsquashfs", "-q", "-n", "-f", "-o", offset, "-d", place, self, (char *)NULL);
        _exit(72);
    }
    int status = 1;
    if (waitpid(child, &status, 0) < 0 || status) return 73;
    snprintf(program, sizeof program, "%s/AppRun", place);
    words[0] = program;
    execv(program, words);
    return 74;
}
