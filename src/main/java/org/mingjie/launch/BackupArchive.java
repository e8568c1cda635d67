package org.mingjie.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A backup as a tar: the manifest first, then all that it tells of, and at the end the hash of the manifest. */
final class BackupArchive {

  private static final Logger LOG = LoggerFactory.getLogger(BackupArchive.class);
  private static final int LONGEST_MANIFEST = 1 << 28;

  /** What is done with a member whose content is being checked; reads the content or leaves it. */
  interface Taker {
    void take(String name, InputStream content) throws IOException;
  }

  private BackupArchive() {}

  static final class Writer implements AutoCloseable {

    private final TarArchiveOutputStream tar;
    private String manifestHash = "";

    Writer(OutputStream out) {
      tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    void begin(BackupManifest manifest) throws IOException {
      byte[] json = JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
      manifestHash = HexFormat.of().formatHex(digest().digest(json));
      add(BackupManifest.NAME, json);
    }

    /** @return SHA-256 of what was added */
    String add(String name, Path file) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      try {
        entry.setSize(Files.size(file));
      } catch (NoSuchFileException missing) {
        throw new StartRefused("文件仓库里缺少 %s，没有留下备份。".formatted(name), "从以前的备份里取回这个文件，放回 " + file);
      }
      tar.putArchiveEntry(entry);
      MessageDigest digest = digest();
      try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
        content.transferTo(tar);
      }
      tar.closeArchiveEntry();
      return HexFormat.of().formatHex(digest.digest());
    }

    private void add(String name, byte[] content) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }

    void end() throws IOException {
      add(BackupManifest.END, manifestHash.getBytes(StandardCharsets.US_ASCII));
      tar.finish();
    }

    @Override
    public void close() throws IOException {
      tar.close();
    }
  }

  /**
   * Reads a backup from its beginning to its end.
   *
   * @param taker is given each member but the manifest and the end; what it has taken counts only if this returns
   * @throws StartRefused if anything is missing, too much or not as the manifest says
   */
  static BackupManifest read(Path file, Taker taker) {
    String name = String.valueOf(file.getFileName());
    try (TarArchiveInputStream tar = new TarArchiveInputStream(BackupCommand.open(file), StandardCharsets.UTF_8.name())) {
      TarArchiveEntry first = tar.getNextEntry();
      if (first == null || !first.getName().equals(BackupManifest.NAME) || first.getSize() > LONGEST_MANIFEST) {
        throw foreign(name);
      }
      byte[] json = tar.readAllBytes();
      BackupManifest manifest = parse(name, json);
      Set<String> wanted = new HashSet<>(manifest.members().keySet());
      manifest.files().forEach(hash -> wanted.add(BackupManifest.FILES + hash));
      String end = "";
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String member = entry.getName();
        if (member.equals(BackupManifest.END)) {
          end = new String(tar.readAllBytes(), StandardCharsets.US_ASCII);
        } else if (wanted.remove(member)) {
          String told = member.startsWith(BackupManifest.FILES) ? member.substring(BackupManifest.FILES.length()) : manifest.members().get(member);
          check(name, member, told, tar, taker);
        } else {
          throw damaged(name, "多出了 " + member);
        }
      }
      if (!end.equals(HexFormat.of().formatHex(digest().digest(json)))) {
        throw damaged(name, end.isEmpty() ? "结尾缺失，文件没有拷贝完整" : "清单与结尾的校验值不符");
      }
      if (!wanted.isEmpty()) {
        throw damaged(name, "缺少 " + wanted.iterator().next());
      }
      return manifest;
    } catch (NoSuchFileException missing) {
      throw new StartRefused("没有 " + name + " 这个文件。", "./mingjie restore 备份文件.tar");
    } catch (IOException | IllegalArgumentException unreadable) {
      LOG.warn("{} cannot be read to its end", name, unreadable);
      throw damaged(name, "读到一半读不下去了，没有拷贝完整，或内容坏了");
    }
  }

  private static void check(String name, String member, String told, InputStream content, Taker taker) throws IOException {
    MessageDigest digest = digest();
    DigestInputStream counted = new DigestInputStream(content, digest);
    taker.take(member, counted);
    counted.transferTo(OutputStream.nullOutputStream());
    if (!HexFormat.of().formatHex(digest.digest()).equals(told)) {
      throw damaged(name, member + " 的内容与校验值不符");
    }
  }

  private static BackupManifest parse(String name, byte[] json) {
    try {
      BackupManifest manifest = JsonMapper.shared().readValue(json, BackupManifest.class);
      if (!BackupManifest.PRODUCT.equals(manifest.product()) || manifest.rows() == null || manifest.files() == null || manifest.members() == null
          || manifest.schema() == null || !manifest.members().containsKey(BackupManifest.DUMP)) {
        throw foreign(name);
      }
      if (manifest.format() > BackupManifest.FORMAT) {
        throw new StartRefused("%s 是更新的版本做的备份（格式 %d，这里只认到 %d）。".formatted(name, manifest.format(), BackupManifest.FORMAT),
            "用做备份的那个版本或更新的版本来恢复");
      }
      if (!manifest.rows().keySet().stream().allMatch(table -> table.matches("\"?[a-z0-9_]+\"?"))
          || !manifest.files().stream().allMatch(hash -> hash.matches("[0-9a-f]{64}"))
          || !manifest.members().keySet().stream().allMatch(member -> member.equals(BackupManifest.DUMP) || member.matches("secret/[A-Za-z0-9_-]+"))) {
        throw foreign(name);
      }
      return manifest;
    } catch (JacksonException unreadable) {
      throw damaged(name, "清单读不懂");
    }
  }

  private static StartRefused foreign(String name) {
    return new StartRefused(name + " 不是名界的备份。", "给出 ./mingjie backup 做的 .tar 文件");
  }

  private static StartRefused damaged(String name, String what) {
    return new StartRefused("备份 %s 已损坏：%s。什么都没有改动。".formatted(name, what), "重新拷贝一次，或换一个备份");
  }

  static String hash(Path file) throws IOException {
    MessageDigest digest = digest();
    try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
      content.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
