import "./desk.css";
import { startPictures } from "./picture";
import { startSpans } from "./span";

startSpans();
startPictures();
