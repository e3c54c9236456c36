"""Draws, speaks and films the demo's screencast "Pair a scanner after downtime".

Run once by hand when the story changes; the results are committed beside the demo content. Needs espeak-ng, ffmpeg
and the DejaVu fonts on the machine:  python scripts/make_demo_screencast.py
"""

from __future__ import annotations

import subprocess
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FOLDER = Path(__file__).resolve().parent.parent / "cop_site/demo/content/media"
SIZE = (1280, 720)
FONTS = Path("/usr/share/fonts/truetype/dejavu")
INK, PAPER, BAR, ACCENT, GREEN, BLUE, GREY = (
    "#1f2a37",
    "#eef2f6",
    "#28424f",
    "#1d4e89",
    "#2e7d4f",
    "#2563eb",
    "#8b98a5",
)
PAUSE = 0.5  # seconds of silence after each sentence


@dataclass(frozen=True)
class Scene:
    chapter: str
    says: tuple[str, ...]
    step: str
    light: str
    screen: str


SCENES = [
    Scene(
        "What you hear after downtime",
        ("After downtime every scanner is silent.", "It reads your card, but no medicine."),
        "Scanner: not paired",
        GREY,
        "ward",
    ),
    Scene(
        "Wake the scanner",
        (
            "Take the scanner out of the cradle.",
            "Hold the trigger for five seconds, until the light blinks blue.",
        ),
        "Hold the trigger: 5 seconds",
        BLUE,
        "ward",
    ),
    Scene(
        "Show the square code",
        ("On the computer press F nine.", "A square code fills the screen."),
        "Press F9",
        BLUE,
        "code",
    ),
    Scene(
        "Scan it",
        ("Scan the square code.", "You hear one long tone, and the light turns green."),
        "Scan the square code",
        GREEN,
        "code",
    ),
    Scene(
        "Scan your card",
        (
            "Now scan your own card.",
            "Your name stands at the top of the ward list.",
            "The older grey scanners do the same, if the firmware is four point two.",
        ),
        "Scan your card",
        GREEN,
        "named",
    ),
]


def font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"DejaVuSans{'-Bold' if bold else ''}.ttf"), size)


def draw(scene: Scene) -> Image.Image:
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 1280, 64), fill=BAR)
    owner = "Ana Ribeiro" if scene.screen == "named" else "no one scanned in"
    pen.text((32, 20), f"DEMO, Ward 4B: {owner}", font=font(22, bold=True), fill="white")
    pen.text((1130, 22), "EMR 12.1", font=font(20), fill="#c9d6de")
    if scene.screen == "code":
        _square_code(pen)
    else:
        _ward_list(pen)
    pen.rounded_rectangle((900, 110, 1240, 560), 16, fill="white", outline="#c5ced6", width=2)
    pen.rounded_rectangle((1020, 170, 1120, 430), 40, fill="#3a4650")
    pen.rounded_rectangle((1035, 150, 1105, 200), 10, fill="#222b33")
    pen.ellipse((1052, 230, 1088, 266), fill=scene.light)
    pen.rectangle((1104, 300, 1130, 370), fill="#222b33")
    pen.text((940, 480), scene.step, font=font(22, bold=True), fill=INK)
    pen.rectangle((0, 650, 1280, 720), fill="white")
    pen.text((32, 668), scene.chapter, font=font(26, bold=True), fill=ACCENT)
    return image


def _ward_list(pen: ImageDraw.ImageDraw) -> None:
    rows = [
        ("Bed 10", "Paracetamol 1 g", "08:00"),
        ("Bed 11", "Enoxaparin 40 mg", "08:00"),
        ("Bed 12", "Insulin", "08:30"),
    ]
    pen.text((40, 100), "Ward list, in bed order", font=font(24, bold=True), fill=INK)
    for number, row in enumerate(rows):
        top = 150 + number * 96
        pen.rounded_rectangle((40, top, 860, top + 80), 10, fill="white", outline="#d5dce3", width=2)
        for x, words in zip((64, 220, 720), row, strict=True):
            pen.text((x, top + 26), words, font=font(24), fill=INK)


def _square_code(pen: ImageDraw.ImageDraw) -> None:
    pen.text((40, 100), "Pair a scanner", font=font(24, bold=True), fill=INK)
    pen.rectangle((260, 150, 660, 550), fill="white", outline=INK, width=4)
    for row in range(16):
        for column in range(16):
            edge = row in (0, 15) or column in (0, 15)
            if edge or (row * 7 + column * 11 + row * column) % 3 == 0:
                x, y = 276 + column * 23, 166 + row * 23
                pen.rectangle((x, y, x + 22, y + 22), fill=INK)


def speak(words: str, path: Path) -> float:
    """Seconds of speech written to `path`."""
    subprocess.run(["espeak-ng", "-v", "en-gb", "-s", "150", "-w", path, words], check=True)
    with wave.open(str(path)) as sound:
        return sound.getnframes() / sound.getframerate()


def stamp(seconds: float) -> str:
    return f"{int(seconds // 60):02}:{seconds % 60:06.3f}"


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    clock, cues, chapters, clips = 0.0, ["WEBVTT", ""], [], []
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for number, scene in enumerate(SCENES):
            picture = work / f"{number}.png"
            draw(scene).save(picture)
            chapters.append(f"{int(clock // 60)}:{int(clock % 60):02} {scene.chapter}")
            for part, words in enumerate(scene.says):
                sound, clip = work / f"{number}-{part}.wav", work / f"{number}-{part}.mp4"
                seconds = speak(words, sound)
                cues += [f"{stamp(clock)} --> {stamp(clock + seconds)}", words, ""]
                command = [
                    "ffmpeg",
                    "-v",
                    "error",
                    "-y",
                    "-loop",
                    "1",
                    "-framerate",
                    "10",
                    "-i",
                    picture,
                    "-i",
                    sound,
                ]
                command += ["-af", f"apad=pad_dur={PAUSE}", "-t", f"{seconds + PAUSE:.3f}", "-c:v", "libx264"]
                command += ["-preset", "veryslow", "-crf", "26", "-tune", "stillimage", "-pix_fmt", "yuv420p"]
                command += ["-c:a", "aac", "-b:a", "40k", "-ac", "1", "-ar", "24000", clip]
                subprocess.run(command, check=True)
                clips.append(f"file '{clip}'\n")
                clock += seconds + PAUSE
        (work / "clips").write_text("".join(clips))
        film = FOLDER / "pair-a-scanner.mp4"
        command = ["ffmpeg", "-v", "error", "-y", "-f", "concat", "-safe", "0", "-i", work / "clips"]
        subprocess.run([*command, "-c", "copy", "-movflags", "+faststart", film], check=True)
    (FOLDER / "pair-a-scanner.vtt").write_text("\n".join(cues))
    (FOLDER / "pair-a-scanner.chapters.txt").write_text("\n".join(chapters) + "\n")


if __name__ == "__main__":
    main()
