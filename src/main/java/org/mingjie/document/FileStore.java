package org.mingjie.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Originals, addressed by the SHA-256 of their bytes, in a folder of the data folder. A file is written and
 * flushed to the disk before the transaction that names it commits.
 */
@Service
public class FileStore {

  private static final String INSERT = """
      INSERT INTO file (sha256, size_bytes, media_type, name) VALUES (:hash, :size, :type, :name)
      ON CONFLICT (sha256) DO NOTHING
      """;

  private final JdbcClient jdbc;
  private final Path folder;

  FileStore(JdbcClient jdbc, @Value("${mingjie.home}") Path home) {
    this.jdbc = jdbc;
    this.folder = home.resolve("files");
  }

  /** Keeps a copy of a file. The same bytes are kept once. @return their SHA-256 */
  public byte[] keep(Path original, String name, String mediaType) {
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "part-", "");
      byte[] hash;
      try (InputStream in = Files.newInputStream(original); OutputStream out = Files.newOutputStream(part)) {
        DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
        digest.transferTo(out);
        hash = digest.getMessageDigest().digest();
      }
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Path kept = path(hash);
      Files.createDirectories(kept.getParent());
      Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE);
      jdbc.sql(INSERT).param("hash", hash).param("size", Files.size(kept)).param("type", mediaType)
          .param("name", name).update();
      return hash;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Where the bytes of a hash lie. */
  public Path path(byte[] sha256) {
    String hex = HexFormat.of().formatHex(sha256);
    return folder.resolve(hex.substring(0, 2)).resolve(hex);
  }
}
